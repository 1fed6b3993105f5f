/// What may be logged of an error whose author is unknown: its type and case, never what it carries.
public enum SafeErrorText {
    /// The description of an error that describes itself (by our rule such a description is safe to show), else only
    /// type and case.
    public static func of(_ error: any Error) -> String {
        let type = String(reflecting: Swift.type(of: error))
        if error is DecodingError || error is EncodingError { return type + self.label(error) }
        guard Swift.type(of: error) is any CustomStringConvertible.Type else { return type + self.label(error) }
        return type + ": " + String(describing: error).prefix(300)
    }

    private static func label(_ error: any Error) -> String {
        let mirror = Mirror(reflecting: error)
        guard mirror.displayStyle == .enum else { return "" }
        if let label = mirror.children.first?.label { return "." + label }
        return mirror.children.isEmpty ? ".\(error)" : ""
    }
}
