// Package casefile keeps the investigations of a compliance team: one aggregate,
// [Case], with the companies and individuals behind one customer, and one
// [Service] that runs commands on it.
//
// # The path of a case
//
// Ten verbs take a case from its first company to an approval, and through its life:
//
//	New             a Service, of a store, keys, and what the host supplies
//	Create          a case, with companies and people; Open ends a draft
//	AddIndividual   somebody behind it; AddCompany, AddRelation
//	SubmitCheck     what a contact hands in
//	Run             the worker; Advance does the same for one case at once
//	AnswerCheck     a vendor's answer
//	ReviewCheck     a reviewer's decision on a check; DecideHits on hits
//	Ownership       shares, control, beneficial owners
//	Review          the approval, proposed by one and confirmed by another
//	Amend           a change of what was approved
//
// Links: [New], [Service.Create], [Service.Open], [Service.AddIndividual], [Service.AddCompany],
// [Service.AddRelation], [Service.SubmitCheck], [Service.Run], [Service.Advance],
// [Service.AnswerCheck], [Service.ReviewCheck], [Service.DecideHits], [Service.Ownership],
// [Service.Review], [Service.Amend]. Each has an Example. docs/cases.md shows the path.
//
// A case begins as a draft or open. Companies (one main, any number affiliated)
// and individuals are added with their relations. A [Template] starts checks for
// every kind of entity, never in a draft. Contacts submit, vendors answer by
// [Service.AnswerCheck], [Service.Advance] screens against watchlists, reviewers
// decide. A case has no verifier of its own: the host orders what a vendor is to
// answer when [Service.SubmitCheck] leaves a check processing, or reads the outbox. When nothing is left to do, one reviewer proposes approval and another
// one confirms it: see [Service.Review].
//
// # Decisions where published systems are silent
//
//   - A draft becomes open once and never again a draft.
//   - What is rejected or closed does not change; reopen first. An approval never stands
//     for other content than was approved: edits of an approved case are a pending
//     [Change] beside it, which leaves the approval in force until reviewers decide.
//     Contact data is no content, and changes at once.
//   - Approval comes from an open case, or confirms an approved one. An open, approved
//     or rejected case can be rejected, and every case can be closed. Whoever reviews
//     a case into the status that it has confirms it.
//   - Approval needs at least one check, every relevant check approved, every
//     control complete, every relevant entity screened, every owner looked at, and a
//     risk that is defined and not prohibited. [Case.Obstacles] tells all that is in the
//     way, and who must act. A check is passed only by
//     deciding it, if need be with override and reason; a true match only if two
//     reviewers accept it, and never one of a sanctions list.
//   - What was found about an entity outlives it. To remove, rename or leave out an
//     entity with an open or a true hit is for reviewers, with a reason; the finding
//     stays in the way of an approval until [Service.DismissFinding], and lengthens the
//     retention for good.
//   - An approved case stays approved when a check expires or a hit appears: its
//     flags say who must act, a task says why, and [Case.InForce] says that the approval
//     no longer rests on its evidence.
//   - Two relations of one pair, relations of a company to itself, and relations
//     into an individual are refused; circles are allowed; shares of more than 100 %
//     are flagged by the ownership analysis, not refused.
//
// # What may be relied on
//
//   - Two cases of a tenant never share an external id, whoever races.
//   - Flags are derived in one place, by one rule: see [Flag].
//   - An outage of a screener or vendor is never a verdict.
//   - A command with an idempotency key takes effect once, as long as the key is
//     remembered ([Options.KeyLife]). Repeated with the same content it returns the
//     outcome of the first call and the case as it now is; with other content it fails
//     with bonafide.ErrKeyReused.
//   - Every change is an event, linked to the one before, and every version is kept
//     sealed, most as what differs from the one before: [Service.AsOf] returns the case
//     as it was stored.
//   - Personal data of a closed case is erased when its retention is over and no
//     legal hold is in force, and never before: see [Service.Erase]. What happened,
//     by which codes, stays.
//
// # Who may do what
//
// The acting [bonafide.Actor] is named in every command. A platform sees the
// cases it made, without hits, notes, proposals, private reasons and comments of
// reviewers; the contacts of a case see their own part of it, without risk; to
// anybody else a case is not found. Keys are shown to nobody. A platform may withhold, only reviewers
// let through. The commands of a [Service] belong to verbs, each with the statuses
// it may be used in and the kinds of actors who may use it:
//
//	verb      in                             leads to   by
//	open      draft                          open       platform, reviewer
//	approve   open, approved                 approved   reviewer (and the template's own rule, once)
//	reject    open, approved, rejected       rejected   platform, reviewer
//	close     every status                   closed     platform, reviewer
//	reopen    approved, rejected, closed     open       platform, reviewer
//	edit      draft, open, approved          -          platform, reviewer
//	collect   open, approved                 -          user, platform, reviewer
//	answer    open, approved                 -          verifier
//	check     open, approved                 -          reviewer
//	push      every status                   -          platform, system
//	assess    open, approved                 -          reviewer
//	annotate  every status                   -          reviewer
//	label     every status                   -          platform, reviewer
//	reveal    every status                   -          reviewer
//	hold      every status                   -          reviewer
//	erase     closed; a draft goes at once   -          platform, reviewer, system
//	advance   every status                   -          system
//
// Once a case is erased, every verb but erase is refused with [bonafide.RefusedErased].
package casefile
