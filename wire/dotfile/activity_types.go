package dotfile

import (
	"slices"
	"strings"
	"sync"
)

// deeds are the published types of activities: what was done to what, and by which kinds
// of authors. Some never happen here.
const deeds = `
	created__case api contact user
	updated_info__case api contact user
	updated_status__case api user system
	updated_template__case api user system
	updated_assignee__case api user system
	transferred_from_workspace__case user
	assigned__case__to_space api user contact
	updated_metadata__case api contact user
	updated_risk__case api user system
	updated_review__case system user
	confirmed_review__case api system user
	deleted__case api user
	added_tags__case api user system
	removed_tags__case api user
	added__case_control system
	removed__case_control system
	updated__case_relation api contact user
	sent__communication user system
	received__communication system
	created__individual api contact user
	updated__individual api contact user
	marked_as_relevant__individual api user
	marked_as_not_relevant__individual api contact user
	sent_collaboration_email__individual contact
	deleted__individual api user
	created__company api contact user
	updated__company api contact user
	marked_as_relevant__company api user
	marked_as_not_relevant__company api contact user
	deleted__company api user
	purchased__company_data user
	started__check api contact user system
	rolled_back__check system
	set_review_needed__check api contact system
	approved__check api user system
	rejected__check api user system
	enabled_monitoring__check api user
	disabled_monitoring__check api user system
	expired__check system
	started_flow__check end_user
	finished_flow__check end_user
	deleted__check user api
	ignored__aml_hit api user
	confirmed__aml_hit api user
	recreated_search__aml_data system
	acknowledged__company_monitoring_alert user
	run__template user api
	completed_forms__client_portal contact
	completed_checks__client_portal contact
	mark_as_completed__case_control user system
	mark_as_uncompleted__case_control user system`

// activityTypes are the published types, sorted.
var activityTypes = sync.OnceValue(func() []string {
	var out []string
	for line := range strings.Lines(deeds) {
		words := strings.Fields(line)
		for _, author := range words[min(1, len(words)):] {
			out = append(out, author+"__"+words[0])
		}
	}
	slices.Sort(out)
	return out
})
