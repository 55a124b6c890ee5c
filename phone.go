package bonafide

// Phone is a telephone number in E.164: "+" and 2 to 15 digits. Package phone
// reads numbers as people write them.
type Phone string

// Mask shows the last two digits only.
func (p Phone) Mask() string { return MaskTail(string(p), 2) }
