// Package mrz reads the machine-readable zone of travel documents (ICAO Doc 9303
// parts 3 to 6): TD1 (identity cards, three lines of 30), TD2 (two of 36) and TD3
// (passports, two of 44), with every check digit.
//
// A zone whose check digits agree was read well; it says nothing about whether
// the document is genuine. Names carry no check digit at all, and about one in
// thirteen single-character errors elsewhere goes unseen.
package mrz
