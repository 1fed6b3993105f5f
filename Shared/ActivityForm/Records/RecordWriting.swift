import Contracts

/// Turns answers into the members of a record by the ``RecordMap``. What does not fit its question is left out.
struct RecordWriting {
    let regions: RegionNames

    func members(of block: RecordBlock, _ answers: [String: JSONValue]) -> [String: JSONValue] {
        var members: [String: JSONValue] = [:]
        for entry in block.entries {
            let answer = answers[entry.number]
            switch entry.shape {
            case .ticks(let ticks, let other):
                members[entry.key] = self.ticks(answer, ticks, other[0], answers["\(entry.number).lainnya"])
            case .beside(let parts):
                members.merge(self.fields(answer?.object ?? [:], parts)) { _, new in new }
            default:
                members[entry.key] = self.value(answer, entry.shape)
            }
        }
        return members
    }

    private func value(_ answer: JSONValue?, _ shape: RecordShape) -> JSONValue {
        switch shape {
        case .text: self.text(answer, oneLine: true)
        case .paragraphs: self.text(answer, oneLine: false)
        case .word(let words):
            words.first { $0.code == answer?.integer }.map { .string($0.word) } ?? .null
        case .yesNo: self.yesNo(answer)
        case .object(let parts): .object(self.fields(answer?.object ?? [:], parts))
        case .rows(let parts):
            .array((answer?.array ?? []).map { .object(self.fields($0.object ?? [:], parts, only: true)) })
        case .regions:
            .array((answer?.array ?? []).compactMap(\.string).map { RecordRegions.element($0, self.regions) })
        case .ticks, .beside: .null  // written with the block
        }
    }

    /// - Parameter only: leaves out fields without a value, as the real record's rows do.
    private func fields(_ values: [String: JSONValue], _ parts: [RecordMember], only: Bool = false) -> [String:
        JSONValue]
    {
        var members: [String: JSONValue] = [:]
        for part in parts where !only || values[part.field] != nil {
            let value = values[part.field]
            members[part.key] =
                switch part.shape {
                case .text: self.text(value, oneLine: true)
                case .yesNo: self.yesNo(value)
                // The real record writes numbers as text.
                case .integer: .string(value?.integer.map(String.init) ?? "")
                case .date: value ?? .null
                case .period:
                    .object(["awal": value?.object?["awal"] ?? .null, "akhir": value?.object?["akhir"] ?? .null])
                }
        }
        return members
    }

    private func text(_ value: JSONValue?, oneLine: Bool) -> JSONValue {
        .string(value?.string.map { RecordText.write($0, oneLine: oneLine) } ?? "")
    }

    private func yesNo(_ value: JSONValue?) -> JSONValue {
        switch value?.integer {
        case 1: .bool(true)
        case 2: .bool(false)
        default: .null
        }
    }

    private func ticks(_ value: JSONValue?, _ ticks: [RecordTick], _ otherKey: String, _ other: JSONValue?) -> JSONValue
    {
        let codes = (value?.array ?? []).compactMap(\.integer)
        var members: [String: JSONValue] = [otherKey: self.text(other, oneLine: true)]
        for tick in ticks { members[tick.key] = .bool(codes.contains(tick.code)) }
        return .object(members)
    }
}

extension RecordEntry {
    /// Every question that it answers.
    var numbers: [String] {
        if case .ticks = self.shape { [self.number, "\(self.number).lainnya"] } else { [self.number] }
    }
}
