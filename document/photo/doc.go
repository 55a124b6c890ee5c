// Package photo looks at photos of identity documents before anyone is paid to
// check them: resolution, light, colour, sharpness, cropped edges.
package photo
