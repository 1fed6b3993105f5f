internal import CLibPQ

/// A libpq connection string taken apart. Holds a password: `description` does not show it.
public struct Conninfo: Sendable, CustomStringConvertible {
    private var values: [(keyword: String, value: String)] = []

    /// Reads a URI or `key=value` text.
    ///
    /// - Throws: `PostgresError` of kind `refused`; the text is not repeated in it.
    public init(_ text: String) throws {
        var complaint: UnsafeMutablePointer<CChar>?
        guard let options = PQconninfoParse(text, &complaint) else {
            PQfreemem(complaint)
            throw PostgresError(
                .refused, "08001", phase: .connect, message: "the connection string of the database cannot be read")
        }
        defer { PQconninfoFree(options) }
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                self.values.append((String(cString: keyword), String(cString: value)))
            }
            option += 1
        }
    }

    /// The value of a keyword such as `host`, `port`, `user`, `dbname`.
    public subscript(keyword: String) -> String? {
        get { self.values.last { $0.keyword == keyword }?.value }
        set {
            self.values.removeAll { $0.keyword == keyword }
            if let newValue { self.values.append((keyword, newValue)) }
        }
    }

    /// The whole as `key='value'` text, the password included.
    public var text: String {
        self.values.map { keyword, value in
            var quoted = ""
            for character in value {
                if character == "'" || character == "\\" { quoted.append("\\") }
                quoted.append(character)
            }
            return "\(keyword)='\(quoted)'"
        }.joined(separator: " ")
    }

    /// Where it leads, without secrets.
    public var description: String {
        "\(self["user"] ?? "")@\(self["host"] ?? "local"):\(self["port"] ?? "5432")/\(self["dbname"] ?? "")"
    }
}
