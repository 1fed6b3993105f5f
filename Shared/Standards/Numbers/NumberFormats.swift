public import Contracts

/// How the numbers of recommendations and of letters are written unless configuration says otherwise.
public struct NumberFormats: Hashable, Sendable {
    /// Identitas rekomendasi: `V-23.1375.002`.
    public let recommendation: NumberFormat
    /// Nomor surat: `B-1145/61040/VS.190/2026`.
    public let letter: NumberFormat

    private struct File: Codable {
        struct Format: Codable { var parts: [NumberPart] }
        var recommendation: Format
        var letter: Format
    }

    /// The module's own formats.
    ///
    /// - Throws: ``DataFault``.
    public static func load() throws(DataFault) -> NumberFormats {
        try NumberFormats(json: DataFile.read("numbers", "json"), file: "numbers.json")
    }

    /// Reads formats from a file.
    ///
    /// - Throws: ``DataFault`` that names file, field and reason.
    public init(json: [UInt8], file: String) throws(DataFault) {
        let content = try DataFile.decode(File.self, json, file: file)
        func format(_ parts: [NumberPart], _ field: String) throws(DataFault) -> NumberFormat {
            for (index, part) in parts.enumerated() where part.source.isEmpty {
                throw DataFault(file: file, field: "\(field)/parts/\(index)/source", reason: "is empty")
            }
            do {
                return try NumberFormat(parts: parts)
            } catch {
                throw DataFault(file: file, field: "\(field)/parts", reason: error.description)
            }
        }
        self.recommendation = try format(content.recommendation.parts, "recommendation")
        self.letter = try format(content.letter.parts, "letter")
    }
}
