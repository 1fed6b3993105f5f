internal import CLibPQ

/// The keywords and values of a new connection: the caller's connection string and the settings of every session.
struct ConnectionParameters {
    private let pairs: [(keyword: String, value: String)]

    /// - Throws: `PostgresError` when the connection string cannot be read; its text is not repeated.
    init(_ configuration: DatabaseConfiguration) throws {
        let given = try Conninfo(configuration.conninfo)
        // In the startup packet, so that a new connection costs no extra round trip.
        let settings = [
            "statement_timeout=\(configuration.statementTimeout.milliseconds)",
            "idle_in_transaction_session_timeout=\(configuration.idleInTransactionTimeout.milliseconds)",
            // A commit that was told is on the disk, whatever the role, the database or the server says otherwise.
            "synchronous_commit=on", "TimeZone=UTC", "DateStyle=ISO", "bytea_output=hex", "client_min_messages=error",
            // Compiling a query that runs for milliseconds takes longer than the query.
            "jit=off",
        ]
        let options = ([given["options"]].compactMap(\.self) + settings.map { "-c \($0)" }).joined(separator: " ")
        self.pairs = [
            ("dbname", configuration.conninfo),
            ("application_name", configuration.applicationName),
            ("client_encoding", "UTF8"),
            ("options", options),
        ]
    }

    typealias CStrings = UnsafePointer<UnsafePointer<CChar>?>

    func withCStrings<T>(_ body: (_ keywords: CStrings, _ values: CStrings) -> T) -> T {
        Self.withArray(self.pairs.map(\.keyword)) { keywords in
            Self.withArray(self.pairs.map(\.value)) { values in body(keywords, values) }
        }
    }

    private static func withArray<T>(_ strings: [String], _ body: (CStrings) -> T) -> T {
        var bytes: [CChar] = []
        var offsets: [Int] = []
        for string in strings {
            offsets.append(bytes.count)
            bytes += string.utf8CString
        }
        return bytes.withUnsafeBufferPointer { bytes in
            let pointers = offsets.map { bytes.baseAddress?.advanced(by: $0) } + [nil]
            // The array is never empty, so it has an address.
            return pointers.withUnsafeBufferPointer { body($0.baseAddress!) }
        }
    }
}

extension Duration {
    /// Whole milliseconds, at least 1 (0 would mean "no limit" to PostgreSQL).
    var milliseconds: Int64 {
        max(1, self.components.seconds * 1000 + self.components.attoseconds / 1_000_000_000_000_000)
    }

    var seconds: Double { Double(self.components.seconds) + Double(self.components.attoseconds) / 1e18 }
}
