// Package browsertest opens every page of the review desk in a headless browser: in light
// and in dark, on a telephone and on a screen, by keyboard alone, with the rules of WCAG 2.2
// AA checked by axe-core. It also measures that pages take no longer with many users than
// with few. It is a module of its own, and only tests: the desk needs neither
// browser nor Node.js.
package browsertest
