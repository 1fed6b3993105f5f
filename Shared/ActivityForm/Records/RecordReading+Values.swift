import Contracts

// One function per shape of the record. What is there and cannot be read is reported; what is not there is not.
extension RecordReading {
    mutating func value(_ value: JSONValue?, _ shape: RecordShape, at path: String, of number: String) -> JSONValue? {
        switch shape {
        case .text: return self.text(value, at: path, of: number)
        case .paragraphs: return self.text(value, at: path, of: number, oneLine: false)
        case .word(let words): return self.word(value, words, at: path, of: number)
        case .yesNo: return self.yesNo(value, at: path, of: number)
        case .object(let parts):
            guard let members = self.object(value, at: path) else { return nil }
            self.leaveUnknown(members, known: parts.flatMap { [$0.key] + $0.also }, in: path)
            return self.members(members, parts, at: path, of: number)
        case .rows(let parts): return self.rows(value, parts, at: path, of: number)
        case .regions: return self.regionCodes(value, at: path, of: number)
        case .ticks, .beside: return nil  // read with the block, of which they take more than one answer or one key
        }
    }

    mutating func text(_ value: JSONValue?, at path: String, of number: String, oneLine: Bool = true) -> JSONValue? {
        guard let value, !value.isEmptyAnswer else { return nil }
        switch value {
        case .string(let html):
            let text = RecordText.read(html, oneLine: oneLine)
            if html.contains(#/<img\b/#.ignoresCase()) {
                self.leave(path, "Gambar di dalam teks tidak ikut; unggah gambarnya sebagai berkas.")
            }
            return text.isEmpty ? nil : .string(text)
        case .integer(let number): return .string(String(number))
        case .number(let number): return .string(String(number))
        default:
            self.leave(path, .notText, of: number)
            return nil
        }
    }

    /// The code that a word stands for, however it is capitalised; an unknown word is reported, never guessed.
    private mutating func word(_ value: JSONValue?, _ words: [RecordWord], at path: String, of number: String)
        -> JSONValue?
    {
        guard let value, !value.isEmptyAnswer else { return nil }
        let plain = value.string?.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "_")
        guard let plain, let word = words.first(where: { $0.word == plain || $0.also.contains(plain) }) else {
            self.leave(path, .unknownOption, of: number)
            return nil
        }
        return .integer(word.code)
    }

    /// 1 for true, 2 for false; anything else is reported.
    private mutating func yesNo(_ value: JSONValue?, at path: String, of number: String) -> JSONValue? {
        guard let value, !value.isEmptyAnswer else { return nil }
        switch value {
        case .bool(let yes): return .integer(yes ? 1 : 2)
        case .integer(let code) where code == 1 || code == 2: return .integer(code)
        default:
            self.leave(path, .unknownOption, of: number)
            return nil
        }
    }

    /// A whole number, also when it is written as text.
    mutating func integer(_ value: JSONValue?, at path: String, of number: String) -> JSONValue? {
        guard let value, !value.isEmptyAnswer else { return nil }
        // Blanks around a number are none of it; with one inside, nobody knows whether it is one number.
        let parts = value.string?.split(whereSeparator: \.isWhitespace) ?? []
        guard let whole = value.integer ?? (parts.count == 1 ? Int(parts[0]) : nil) else {
            self.leave(path, .notAnInteger, of: number)
            return nil
        }
        return .integer(whole)
    }

    /// The codes of the keys that are true, and the text of "others".
    mutating func ticks(
        _ value: JSONValue?, _ ticks: [RecordTick], _ other: [String], at path: String, of number: String
    ) -> (codes: JSONValue?, other: JSONValue?) {
        guard let members = self.object(value, at: path) else { return (nil, nil) }
        var codes: [Int] = []
        for tick in ticks {
            guard let key = self.key(among: [tick.key] + tick.also, of: members, at: path) else { continue }
            let answer = self.yesNo(members[key], at: "\(path)/\(key)", of: number)
            if answer == .integer(1) { codes.append(tick.code) }
        }
        // The source is not consistent in naming the text of "others"; the first that is filled is it.
        let options = ticks.flatMap { [$0.key] + $0.also }
        let names = other + members.keys.filter { $0.hasSuffix("_lainnya") && !other.contains($0) }.sorted()
        let filled = names.first { members[$0]?.isEmptyAnswer == false }
        let text = filled.flatMap { self.text(members[$0], at: "\(path)/\($0)", of: "\(number).lainnya") }
        self.leaveUnknown(members, known: options + (filled.map { [$0] } ?? []), in: path)
        return (codes.isEmpty ? nil : .array(codes.sorted().map(JSONValue.integer)), text)
    }

    /// A group of fields.
    mutating func members(
        _ members: [String: JSONValue], _ parts: [RecordMember], at path: String, of number: String
    ) -> JSONValue? {
        var found: [String: JSONValue] = [:]
        for part in parts {
            guard let key = self.key(among: [part.key] + part.also, of: members, at: path) else { continue }
            let place = path.isEmpty ? key : "\(path)/\(key)"
            found[part.field] =
                switch part.shape {
                case .text: self.text(members[key], at: place, of: number)
                case .yesNo: self.yesNo(members[key], at: place, of: number)
                case .integer: self.integer(members[key], at: place, of: number)
                case .period: self.period(members[key], at: place, of: number)
                case .date: self.date(self.only(members[key]), at: place, of: number)
                }
        }
        return found.isEmpty ? nil : .object(found)
    }

    private mutating func rows(_ value: JSONValue?, _ parts: [RecordMember], at path: String, of number: String)
        -> JSONValue?
    {
        guard let value, !value.isEmptyAnswer else { return nil }
        guard let rows = value.array else {
            self.leave(path, .notRows, of: number)
            return nil
        }
        var found: [JSONValue] = []
        for (index, row) in rows.enumerated() {
            if let row = self.value(row, .object(parts), at: "\(path)/\(index)", of: number) { found.append(row) }
        }
        return found.isEmpty ? nil : .array(found)
    }

    /// A first and a last day, each only if it exists.
    private mutating func period(_ value: JSONValue?, at path: String, of number: String) -> JSONValue? {
        guard let members = self.object(self.only(value), at: path) else { return nil }
        self.leaveUnknown(members, known: ["awal", "akhir"], in: path)
        var found: [String: JSONValue] = [:]
        for key in ["awal", "akhir"] { found[key] = self.date(members[key], at: "\(path)/\(key)", of: number) }
        if let first = found["awal"]?.string, let last = found["akhir"]?.string, last < first {
            self.leave(path, .endBeforeStart, of: number)
            return nil
        }
        return found.isEmpty ? nil : .object(found)
    }

    /// A day, with or without a time behind it.
    private mutating func date(_ value: JSONValue?, at path: String, of number: String) -> JSONValue? {
        guard let value, !value.isEmptyAnswer else { return nil }
        // Behind the ten characters of the day stands a time or nothing.
        guard let text = value.string, let day = Day(String(text.prefix(10))),
            text.dropFirst(10).allSatisfy({ $0.isNumber || "T:.+-Z ".contains($0) }),
            text.dropFirst(10).first?.isNumber != true
        else {
            self.leave(path, .notADate, of: number)
            return nil
        }
        return .string(day.description)
    }

    /// Programs of the same family write one period as a list of one.
    private func only(_ value: JSONValue?) -> JSONValue? {
        guard let elements = value?.array?.filter({ !$0.isEmptyAnswer }), elements.count == 1 else { return value }
        return elements[0]
    }
}
