import Web

/// One question on a form's page: exactly one of `field`, `group` and `regions` is there.
struct FormItem {
    var remarks: [TextLine]
    var findings: [FindingNote] = []
    var field: Field?
    var group: FormGroup?
    var regions: RegionPicker?
}

/// A question whose answer has parts.
struct FormGroup {
    var id: String
    var legend: String
    var hint: String?
    var error: String?
    var parts: [FormPart]
    /// Whether rows can be added.
    var adds: Bool
}

/// Some fields under a heading of their own, or without one.
struct FormPart {
    var id: String?
    var legend: String?
    var error: String?
    var fields: [Field]
}

/// Choosing regions without a script: those chosen, with those of one province beside them.
struct RegionPicker {
    var id: String
    var legend: String
    var hint: String?
    var error: String?
    var province: Field
    var choices: Field?
}
