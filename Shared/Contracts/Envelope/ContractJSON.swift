public import Foundation

/// The one way in which messages, answers and stored forms are written as JSON: keys in camel case and sorted,
/// moments in ISO 8601 with milliseconds and `Z`, days as `yyyy-mm-dd`.
public enum ContractJSON {
    /// UTF-8 JSON of a value.
    public static func encode(_ value: some Encodable) throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.dateEncodingStrategy = .custom { date, encoder in
            var container = encoder.singleValueContainer()
            try container.encode(Self.text(of: date))
        }
        return Array(try encoder.encode(value))
    }

    /// The same bytes for a value that holds a form as its member `form`, without writing that form again.
    ///
    /// - Parameters:
    ///   - form: what the value holds there.
    ///   - place: where the value holds it.
    static func encode<Value: Encodable>(
        _ value: Value, holding form: EncodedForm, at place: WritableKeyPath<Value, FormContent>
    ) throws -> [UInt8] {
        var hull = value
        hull[keyPath: place] = form.content
        hull[keyPath: place].answers = [:]
        let name = Array("\"form\":".utf8)
        let empty = name + (try Self.encode(hull[keyPath: place]))
        let whole = try Self.encode(hull)
        // Inside of a text a quotation mark has a backslash before it, so only the member itself looks like this.
        guard let start = whole.indices.first(where: { whole[$0...].starts(with: empty) }) else {
            hull[keyPath: place] = form.content
            return try Self.encode(hull)
        }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(whole.count + form.json.count)
        bytes += whole[..<(start + name.count)]
        bytes += form.json
        bytes += whole[(start + empty.count)...]
        return bytes
    }

    /// Reads a value; a fault becomes a ``Problem`` that names the field and the remedy.
    public static func decode<Value: Decodable>(_ type: Value.Type, from body: some Collection<UInt8>) throws(Problem)
        -> Value
    {
        let bytes = Array(body)
        // Foundation's decoder accepts invalid UTF-8 in places; a form with broken text must not come in.
        guard String(validating: bytes, as: UTF8.self) != nil else {
            throw .unreadable("Isi kiriman bukan teks UTF-8 yang sah. Kirim JSON dalam UTF-8.")
        }
        let decoder = JSONDecoder()
        decoder.dateDecodingStrategy = .custom { decoder in
            let container = try decoder.singleValueContainer()
            guard let date = Self.date(from: try container.decode(String.self)) else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a moment")
            }
            return date
        }
        do {
            return try decoder.decode(type, from: Data(bytes))
        } catch let error as DecodingError {
            throw Self.problem(for: error)
        } catch {
            throw .unreadable("Isi kiriman bukan JSON yang dapat dibaca.")
        }
    }

    /// ISO 8601 in UTC with milliseconds.
    public static func text(of date: Date) -> String { date.formatted(Self.milliseconds) }

    /// Reads ISO 8601 with or without fractions of a second; `nil` for any other text and for dates that do not exist.
    public static func date(from text: String) -> Date? {
        // Foundation reads 30 February as 2 March; a date that does not exist must not become another one.
        guard Day(String(text.prefix(10))) != nil else { return nil }
        // A text that has neither form is no moment; why does not matter.
        return (try? Self.milliseconds.parse(text)) ?? (try? Self.seconds.parse(text))
    }

    private static let milliseconds = Date.ISO8601FormatStyle(includingFractionalSeconds: true)
    private static let seconds = Date.ISO8601FormatStyle()

    private static func problem(for error: DecodingError) -> Problem {
        func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
            let keys = context.codingPath + (last.map { [$0] } ?? [])
            return keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: "/")
        }
        switch error {
        case .keyNotFound(let key, let context):
            return .invalid([
                FieldProblem(
                    field: path(context, key), code: "required",
                    message: "Bagian ini wajib ada. Tambahkan, lalu kirim lagi.")
            ])
        case .valueNotFound(_, let context):
            return .invalid([
                FieldProblem(
                    field: path(context), code: "required", message: "Bagian ini tidak boleh kosong (null).")
            ])
        case .typeMismatch(_, let context):
            return .invalid([
                FieldProblem(
                    field: path(context), code: "wrong-type",
                    message: "Jenis isian tidak sesuai. Lihat skema pesan untuk bentuk yang benar.")
            ])
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            return .unreadable("Isi kiriman bukan JSON yang dapat dibaca. Periksa tanda kurung dan koma.")
        case .dataCorrupted(let context):
            return .invalid([
                FieldProblem(
                    field: path(context), code: "unreadable",
                    message: "Isian tidak dapat dibaca. Lihat skema pesan untuk bentuk yang benar.")
            ])
        @unknown default:
            return .unreadable("Isi kiriman tidak dapat dibaca.")
        }
    }
}
