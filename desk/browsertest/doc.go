// Package browsertest opens every page of the review desk in a headless browser: in light
// and in dark, on a telephone and on a screen, by keyboard alone, with the rules of WCAG 2.2
// AA checked by axe-core. It also measures that pages cost no more work with many users than
// with few. It is a module of its own, and only tests: the desk needs neither
// browser nor Node.js.
//
// The tests skip where Chromium, Node.js or npm is missing, and fail there if CI is set. What
// package-lock.json names they install themselves. The environment may say more:
//
//	CHROMIUM=/path/to/chromium   a browser of another name
//	DESK_PAGE=owners             only pages and actions whose name matches that expression
//	UPDATE_GOLDEN=1              pictures go to docs/images
//	DESK_USERS=1000,100000       how many users the crowds have that are compared
package browsertest
