internal import Contracts

/// The fields of a submitted form or of a query, in the order in which they came; a name may occur several times.
public struct FormFields: Sendable, Hashable {
    /// More fields than this are a refused request.
    public static let mostFields = 4000

    /// Name and value of one field.
    public struct Field: Sendable, Hashable {
        /// The control's name.
        public var name: String
        /// Its value; line breaks are `\n`.
        public var value: String

        /// A field.
        public init(name: String, value: String) {
            self.name = name
            self.value = value.replacing("\r\n", with: "\n")
        }
    }

    /// All of them.
    public let fields: [Field]
    private let positions: [String: [Int]]

    /// Fields that are known already, for tests and for redisplaying.
    public init(_ fields: [Field]) {
        self.fields = fields
        var positions: [String: [Int]] = [:]
        for (index, field) in fields.enumerated() { positions[field.name, default: []].append(index) }
        self.positions = positions
    }

    /// Reads `application/x-www-form-urlencoded`, also the query of an address.
    ///
    /// - Throws: `Problem.unreadable` for broken percent encoding, broken UTF-8 or too many fields.
    public init(urlencoded bytes: some Sequence<UInt8>) throws {
        var fields: [Field] = []
        for pair in Array(bytes).split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: true) {
            guard fields.count < Self.mostFields else {
                throw Problem.unreadable("Isian memuat terlalu banyak bagian.")
            }
            let cut = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard let name = PercentCoding.decode(pair[..<cut], plusIsSpace: true),
                let value = PercentCoding.decode(pair[cut...].dropFirst(), plusIsSpace: true)
            else { throw Problem.unreadable("Isian memuat huruf yang tidak dapat dibaca (bukan UTF-8).") }
            fields.append(Field(name: name, value: value))
        }
        self.init(fields)
    }

    /// The first value of a field, as sent; `nil` when the field was not sent.
    public subscript(_ name: String) -> String? { self.positions[name].map { self.fields[$0[0]].value } }

    /// All values of a field, in order: check boxes, repeated rows.
    public func all(_ name: String) -> [String] { (self.positions[name] ?? []).map { self.fields[$0].value } }

    /// The first value without white space at its ends; `nil` when nothing is left.
    public func text(_ name: String) -> String? {
        guard let value = self[name] else { return nil }
        let trimmed = value.trimmingWhitespace()
        return trimmed.isEmpty ? nil : trimmed
    }

    /// Whether the field was sent.
    public func contains(_ name: String) -> Bool { self.positions[name] != nil }

    /// The names that were sent, without `_csrf`.
    public var names: Set<String> { Set(self.positions.keys).subtracting(["_csrf"]) }
}

extension String {
    func trimmingWhitespace() -> String {
        let start = self.drop { $0.isWhitespace }
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}
