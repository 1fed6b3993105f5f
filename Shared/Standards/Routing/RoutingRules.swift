import Contracts

/// What can be configured about the way to the unit in charge, each with its source.
public struct RoutingRules: Hashable, Sendable, Codable {
    /// How the name of a central agency looks: it begins so, or ends so, or both.
    public struct NamePattern: Hashable, Sendable, Codable {
        /// First words, in any case of letters.
        public var begins: String?
        /// Last words.
        public var ends: String?

        func fits(_ name: String) -> Bool {
            let words = name.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
            func part(_ text: String) -> [String] {
                text.lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
            }
            let first = part(self.begins ?? "")
            let last = part(self.ends ?? "")
            return first.count + last.count <= words.count && words.starts(with: first)
                && words.reversed().starts(with: last.reversed())
        }
    }

    /// The exception for ministries and other central agencies that collect data inside of one province.
    public struct CentralAgency: Hashable, Sendable, Codable {
        /// Whether headquarters is in charge; else the area decides as for everybody.
        public var goesToHeadquarters: Bool
        /// Whether the unit that the area names gets a copy of the letter.
        public var copyToRegion: Bool
        /// Where the exception stands.
        public var source: String
        /// By which names a central agency is recognised; the form does not ask what kind an institution is.
        public var names: [NamePattern]
        /// Where the names come from.
        public var namesSource: String
    }

    /// Where each rule about the area stands, by ``AreaRule``.
    public var sources: [String: String]
    /// See ``CentralAgency-swift.struct``.
    public var centralAgency: CentralAgency

    /// The module's own rules.
    ///
    /// - Throws: ``DataFileError``.
    public static func load() throws(DataFileError) -> RoutingRules {
        try RoutingRules(json: DataFile.read("routing", "json"), file: "routing.json")
    }

    /// Reads rules from a file.
    ///
    /// - Throws: ``DataFileError`` that names file, field and reason.
    public init(json: [UInt8], file: String) throws(DataFileError) {
        self = try DataFile.decode(RoutingRules.self, json, file: file)
        func require(_ holds: Bool, _ field: String, _ reason: String) throws(DataFileError) {
            if !holds { throw DataFileError(file: file, field: field, reason: reason) }
        }
        for rule in AreaRule.allCases {
            try require(self.sources[rule.rawValue]?.isEmpty == false, "sources/\(rule.rawValue)", "is missing")
        }
        for key in self.sources.keys.sorted() {
            try require(AreaRule(rawValue: key) != nil, "sources/\(key)", "there is no such rule")
        }
        try require(!self.centralAgency.source.isEmpty, "centralAgency/source", "is empty")
        try require(!self.centralAgency.namesSource.isEmpty, "centralAgency/namesSource", "is empty")
        for (index, name) in self.centralAgency.names.enumerated() {
            let words = [name.begins, name.ends].compactMap { $0 }
            try require(
                !words.isEmpty && !words.contains(""), "centralAgency/names/\(index)", "needs begins or ends")
        }
    }

    /// Whether an institution's name is that of a central agency.
    public func isCentralAgency(_ name: String) -> Bool { self.centralAgency.names.contains { $0.fits(name) } }
}
