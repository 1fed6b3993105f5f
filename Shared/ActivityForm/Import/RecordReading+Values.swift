import Contracts

extension RecordReading {
    /// Text without markup; numbers as they are written.
    func text(_ value: JSONValue?) -> JSONValue? {
        switch value {
        case .string(let html):
            let text = PlainText.of(html: html)
            return text.isEmpty ? nil : .string(text)
        case .integer(let number): return .string(String(number))
        default: return nil
        }
    }

    /// A group of texts; `keys` maps the record's keys to the form's.
    mutating func texts(_ value: JSONValue?, _ keys: [(from: String, to: String)], at path: String) -> JSONValue? {
        guard let members = value?.object else { return nil }
        var found: [String: JSONValue] = [:]
        for key in keys { found[key.to] = self.text(members[key.from]) }
        self.leaveUnknown(members, known: Set(keys.map(\.from)), in: path)
        return found.isEmpty ? nil : .object(found)
    }

    /// The code that a word stands for; an unknown word is reported.
    mutating func code(_ value: JSONValue?, _ words: [String: Int], at path: String) -> JSONValue? {
        guard let value, !value.isEmptyAnswer else { return nil }
        guard let word = value.string, let code = words[word] else {
            self.leave(path, "Pilihan ini tidak dikenal; pilih kembali di halaman formulir.")
            return nil
        }
        return .integer(code)
    }

    /// 1 for true, 2 for false; anything else is reported.
    mutating func yesNo(_ value: JSONValue?, at path: String) -> JSONValue? {
        guard let value, !value.isEmptyAnswer else { return nil }
        switch value {
        case .bool(let yes): return .integer(yes ? 1 : 2)
        case .integer(let code) where code == 1 || code == 2: return .integer(code)
        default:
            self.leave(path, "Isian ini bukan ya atau tidak; pilih kembali di halaman formulir.")
            return nil
        }
    }

    /// A whole number, also when it is written as text.
    mutating func number(_ value: JSONValue?, at path: String) -> JSONValue? {
        guard let value, !value.isEmptyAnswer else { return nil }
        let text = value.string?.filter { !$0.isWhitespace }
        guard let number = value.integer ?? text.flatMap({ Int($0) }) else {
            self.leave(path, "Isian ini bukan bilangan bulat; isikan kembali di halaman formulir.")
            return nil
        }
        return .integer(number)
    }

    /// The codes of the keys that are true; the free text of "others", under whatever key ends in `lainnya`.
    mutating func ticks(_ value: JSONValue?, _ keys: [String: Int], at path: String) -> (
        codes: JSONValue?, other: JSONValue?
    ) {
        guard let members = value?.object else { return (nil, nil) }
        let codes = keys.filter { members[$0.key] == .bool(true) }.values.sorted()
        var other: JSONValue?
        for key in members.keys.sorted() where keys[key] == nil {
            if key.hasSuffix("_lainnya") {
                other = other ?? self.text(members[key])
            } else if !(members[key]?.isEmptyAnswer ?? true), members[key] != .bool(false) {
                self.leave("\(path)/\(key)", "Pilihan ini tidak dikenal; pilih kembali di halaman formulir.")
            }
        }
        return (codes.isEmpty ? nil : .array(codes.map(JSONValue.integer)), other)
    }

    /// A first and a last day, each only if it exists.
    mutating func period(_ value: JSONValue?, at path: String) -> JSONValue? {
        guard let members = value?.object else { return nil }
        var found: [String: JSONValue] = [:]
        for key in ["awal", "akhir"] {
            guard let part = members[key], !part.isEmptyAnswer else { continue }
            guard let text = part.string, let day = Day(String(text.prefix(10))) else {
                self.leave("\(path)/\(key)", "Tanggal ini tidak dapat dibaca; isikan kembali di halaman formulir.")
                continue
            }
            found[key] = .string(day.description)
        }
        if let first = found["awal"]?.string, let last = found["akhir"]?.string, last < first {
            self.leave(path, "Tanggal akhir lebih awal daripada tanggal awal; isikan kembali di halaman formulir.")
            return nil
        }
        return found.isEmpty ? nil : .object(found)
    }
}
