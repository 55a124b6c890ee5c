package casefile_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"time"

	"github.com/bonafide-go/bonafide"
	"github.com/bonafide-go/bonafide/casefile"
	"github.com/bonafide-go/bonafide/document/upload"
)

func ExampleService_AddTask() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	c = must(cases.AddTask(ctx, reviewer, c.ID, casefile.AddTaskRequest{Title: "Call the owner", Assignee: "officer-9", SLA: 4 * time.Hour}))
	task := c.Tasks[0]
	fmt.Println(task.Title, "by", task.Due().Format(time.TimeOnly))
	fmt.Println(task.Left(task.At.Add(3*time.Hour)), "left at noon")
	// Output:
	// Call the owner by 13:00:00
	// 1h0m0s left at noon
}

func ExampleService_AttachFile() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	var extract bytes.Buffer
	if err := png.Encode(&extract, image.NewGray(image.Rect(0, 0, 210, 297))); err != nil {
		panic(err)
	}
	c = must(cases.AttachFile(ctx, platform, c.ID, casefile.AttachFileRequest{Check: c.Checks[0].ID, MediaType: upload.PNG, Content: extract.Bytes()}))
	c = must(cases.SubmitCheck(ctx, platform, c.ID, casefile.SubmitCheckRequest{Check: c.Checks[0].ID, Evidence: []string{c.Files[0].ID}}))
	file, content, err := cases.OpenFile(ctx, reviewer, c.ID, casefile.OpenFileRequest{File: c.Checks[0].Evidence[0], Purpose: "document_review"})
	fmt.Println(file.MediaType, file.Width, file.Height, bytes.Equal(content, extract.Bytes()), err)
	// Output:
	// image/png 210 297 true <nil>
}

func ExampleService_CommentNote() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	c = must(cases.AddNote(ctx, reviewer, c.ID, casefile.AddNoteRequest{Text: "called the owner"}))
	c = must(cases.CommentNote(ctx, bonafide.Reviewer("officer-9"), c.ID, casefile.CommentNoteRequest{Note: c.Notes[0].ID, Text: "she calls back"}))
	fmt.Println(c.Notes[0].Text, "-", c.Notes[0].Comments[0].Text)
	// Output:
	// called the owner - she calls back
}

func ExampleService_CompleteTask() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	c = must(cases.AddTask(ctx, reviewer, c.ID, casefile.AddTaskRequest{Title: "Call the owner", SLA: 4 * time.Hour}))
	c = must(cases.CompleteTask(ctx, bonafide.Reviewer("officer-9"), c.ID, casefile.CompleteTaskRequest{Task: c.Tasks[0].ID}))
	task := c.Tasks[0]
	fmt.Println("done by", task.DoneBy.ID, "in time:", task.Breached.IsZero())
	// Output:
	// done by officer-9 in time: true
}

func ExampleService_Label() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	must(cases.Label(ctx, platform, c.ID, casefile.LabelRequest{
		Assignee: casefile.To("officer-9"), AddTags: []string{"VIP"}, Metadata: casefile.To(map[string]string{"crm_stage": "won"}),
	}))
	found, err := cases.List(ctx, platform, casefile.ListRequest{Assignee: "officer-9", Tag: "vip"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, c := range found.Items {
		fmt.Println(c.Name, c.Tags, c.Metadata)
	}
	c = must(cases.Label(ctx, platform, c.ID, casefile.LabelRequest{Assignee: casefile.Null[string](), RemoveTags: []string{"vip"}}))
	fmt.Printf("%q %v %v\n", c.Assignee, c.Tags, c.Metadata)
	// Output:
	// Bolt [VIP] map[crm_stage:won]
	// "" [] map[crm_stage:won]
}

func ExampleService_Hold() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	must(cases.Hold(ctx, reviewer, c.ID, casefile.HoldRequest{ID: "litigation-7", Reason: "claim of a creditor"}))
	must(cases.Review(ctx, reviewer, c.ID, casefile.ReviewRequest{Status: casefile.Closed, Comment: "contract ended"}))
	_, err := cases.Erase(ctx, reviewer, c.ID, casefile.EraseRequest{Reason: bonafide.SubjectRequest})
	fmt.Println(err)
	// Output:
	// bonafide: refused: legal_hold
}

func ExampleService_Release() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	c = must(cases.Hold(ctx, reviewer, c.ID, casefile.HoldRequest{ID: "litigation-7", Reason: "claim of a creditor"}))
	fmt.Println(c.Holds[0].InForce())
	c = must(cases.Release(ctx, reviewer, c.ID, casefile.ReleaseRequest{ID: "litigation-7", Reason: "claim settled"}))
	fmt.Println(c.Holds[0].InForce(), "by", c.Holds[0].ReleasedBy.ID)
	// Output:
	// true
	// false by officer-1
}

// What has had its time is deleted by a job of the host's, a batch at a time.
func ExampleService_Sweep() {
	ctx, cases := context.Background(), demo()
	for {
		n, err := cases.Sweep(ctx, 500)
		fmt.Println(n, err)
		if n < 500 {
			return
		}
	}
	// Output:
	// 0 <nil>
}

func ExampleService_Amend() {
	ctx, cases := context.Background(), demo()
	c := bolt(cases)
	must(cases.Review(ctx, reviewer, c.ID, casefile.ReviewRequest{Status: casefile.Closed, Comment: "left"}))
	c = must(cases.Amend(ctx, platform, c.ID, casefile.AmendRequest{
		Status:        casefile.Open,
		UpdateRequest: casefile.UpdateRequest{Name: casefile.To("Bolt Group")},
		LabelRequest:  casefile.LabelRequest{AddTags: []string{"back"}},
	}))
	fmt.Println(c.Status, c.Name, c.Tags)
	// Output: open Bolt Group [back]
}
