public import Contracts

/// What can be configured about the way to the unit in charge, each with its source.
public struct RoutingRules: Hashable, Sendable, Codable {
    /// How the name of a central agency looks: it begins so, or ends so, or both.
    public struct NamePattern: Hashable, Sendable, Codable {
        /// First words, in any case of letters.
        public var begins: String?
        /// Last words.
        public var ends: String?

        func fits(_ words: [String]) -> Bool {
            let first = RoutingRules.words(self.begins ?? "")
            let last = RoutingRules.words(self.ends ?? "")
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
        /// Words, in any case of letters, that make a name that of an office in a region: such an office is no central
        /// agency, whatever its name begins with.
        public var regionalWords: [String]
        /// Where those words come from.
        public var regionalWordsSource: String
    }

    /// Where each rule about the area stands, by ``AreaRule``.
    public var sources: [String: String]
    /// See ``CentralAgency-swift.struct``.
    public var centralAgency: CentralAgency

    /// The module's own rules.
    ///
    /// - Throws: ``DataFault``.
    public static func load() throws(DataFault) -> RoutingRules {
        try RoutingRules(json: DataFile.read("routing", "json"), file: "routing.json")
    }

    /// Reads rules from a file.
    ///
    /// - Throws: ``DataFault`` that names file, field and reason.
    public init(json: [UInt8], file: String) throws(DataFault) {
        self = try DataFile.decode(RoutingRules.self, json, file: file)
        func require(_ holds: Bool, _ field: String, _ reason: String) throws(DataFault) {
            if !holds { throw DataFault(file: file, field: field, reason: reason) }
        }
        for rule in AreaRule.allCases {
            try require(self.sources[rule.rawValue]?.isEmpty == false, "sources/\(rule.rawValue)", "is missing")
        }
        for key in self.sources.keys.sorted() {
            try require(AreaRule(rawValue: key) != nil, "sources/\(key)", "there is no such rule")
        }
        try require(!self.centralAgency.source.isEmpty, "centralAgency/source", "is empty")
        try require(!self.centralAgency.namesSource.isEmpty, "centralAgency/namesSource", "is empty")
        try require(!self.centralAgency.regionalWordsSource.isEmpty, "centralAgency/regionalWordsSource", "is empty")
        for (index, word) in self.centralAgency.regionalWords.enumerated() {
            try require(Self.words(word).count == 1, "centralAgency/regionalWords/\(index)", "must be one word")
        }
        for (index, name) in self.centralAgency.names.enumerated() {
            let parts = [name.begins, name.ends].compactMap { $0 }
            let isWhole = !parts.isEmpty && parts.allSatisfy { !Self.words($0).isEmpty }
            try require(isWhole, "centralAgency/names/\(index)", "needs begins or ends")
        }
    }

    /// Whether an institution's name is that of a central agency itself, and not that of its office in a region.
    public func isCentralAgency(_ name: String) -> Bool {
        let words = Self.words(name)
        let regional = Set(self.centralAgency.regionalWords.map { $0.lowercased() })
        return regional.isDisjoint(with: words) && self.centralAgency.names.contains { $0.fits(words) }
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }
}
