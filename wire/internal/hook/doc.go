// Package hook posts webhooks to addresses that customers name, without becoming
// their way into the host's own network (CWE-918): a target is checked when it is
// named, and the address that is dialled is checked again at each call, since a name
// may answer differently by then.
package hook
