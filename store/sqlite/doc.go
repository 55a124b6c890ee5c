// Package sqlite is a store
package sqlite
