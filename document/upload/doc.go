// Package upload looks at files that strangers send: whether a file is what it is
// said to be, within bounds that hold before anything is decoded, and without
// scripts, launch actions, attachments or a second file behind the first (OWASP
// ASVS 5.0, chapter 5.2). It reads images, PDF and the usual video containers, keeps
// nothing and knows nothing of documents.
package upload
