import Contracts

/// Checks one value against its kind. Messages name the question, the reason and the remedy, never the value.
struct ValueCheck {
    let definition: FormDefinition
    let regions: RegionNames
    let answers: [String: JSONValue]
    let missingToo: Bool

    func problems(_ value: JSONValue?, _ kind: AnswerKind, required: Bool, at path: String, called label: String)
        -> [FieldProblem]
    {
        if case .group(let fields) = kind { return self.group(value, fields, required, path, label) }
        if case .period = kind { return self.period(value, required, path, label) }
        guard let value, !value.isEmptyAnswer else {
            return required && self.missingToo ? [self.fault(.missing(kind), path, label)] : []
        }
        switch kind {
        case .text(let max), .email(let max), .longText(let max):
            return self.text(value, kind, max: max, path, label)
        case .integer(let min, let max):
            guard let number = value.integer else {
                return [self.fault(.notAnInteger, path, label)]
            }
            guard (min...max).contains(number) else {
                return [self.fault(.outOfRange(min: min, max: max), path, label)]
            }
        case .date:
            guard let text = value.string, Day(text) != nil else {
                return [self.fault(.notADate, path, label)]
            }
        case .choice(let options):
            guard let code = value.integer, options.contains(where: { $0.code == code }) else {
                return [self.fault(.unknownOption, path, label)]
            }
        case .choices(let options):
            guard let codes = value.array?.map(\.integer), Set(codes).count == codes.count,
                codes.allSatisfy({ code in options.contains { $0.code == code } })
            else { return [self.fault(.unknownOptions, path, label)] }
        case .regions: return self.regions(value, path, label)
        case .rows(let fields, let min, let max):
            return self.rows(value, fields, min, max, path, label)
        case .group, .period: break  // answered above
        }
        return []
    }

    private func text(_ value: JSONValue, _ kind: AnswerKind, max: Int, _ path: String, _ label: String)
        -> [FieldProblem]
    {
        guard let text = value.string else {
            return [self.fault(.notText, path, label)]
        }
        // Control characters break pages and letters; a line feed and a tab are text.
        guard !text.utf8.contains(where: { $0 < 32 && $0 != 0x0A && $0 != 0x09 && $0 != 0x0D }) else {
            return [self.fault(.notPrintable, path, label)]
        }
        // One line stays one line: titles become headings of letters and subjects of mails.
        if case .longText = kind {
        } else if text.unicodeScalars.contains(where: self.endsLine) {
            return [self.fault(.severalLines, path, label)]
        }
        // No character has less than a byte, and bytes are counted already.
        guard text.utf8.count <= max || text.count <= max else {
            return [self.fault(.tooLong(max: max), path, label)]
        }
        if case .email = kind, !EmailShape.fits(text) {
            return [self.fault(.notAnEmail, path, label)]
        }
        return []
    }

    /// As `Character.isNewline`: whatever ends a line is a character for itself, with what follows it or without.
    private func endsLine(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A...0x0D, 0x85, 0x2028, 0x2029: true
        default: false
        }
    }

    private func group(
        _ value: JSONValue?, _ fields: [FormField], _ required: Bool, _ path: String, _ label: String
    ) -> [FieldProblem] {
        let parts: [String: JSONValue]
        switch value {
        case nil, .null: parts = [:]
        case .object(let members): parts = members
        default: return [self.fault(.notAGroup, path, label)]
        }
        if parts.values.allSatisfy(\.isEmptyAnswer), !required { return [] }
        var found = self.unknownKeys(parts, fields, path, label)
        for field in fields where self.definition.asks(field, given: self.answers) {
            // Names are put together where there is something to say: a form has hundreds of fields.
            let part = parts[field.key]
            if self.problems(part, field.kind, required: field.required, at: "", called: "").isEmpty { continue }
            found += self.problems(
                part, field.kind, required: field.required, at: "\(path)/\(field.key)",
                called: "\(label), \(field.label)")
        }
        return found
    }

    private func rows(
        _ value: JSONValue, _ fields: [FormField], _ min: Int, _ max: Int, _ path: String, _ label: String
    ) -> [FieldProblem] {
        guard let rows = value.array else {
            return [self.fault(.notRows, path, label)]
        }
        guard rows.count <= max else {
            return [self.fault(.tooManyRows(max: max), path, label)]
        }
        var found: [FieldProblem] = []
        if rows.count < min, self.missingToo {
            found.append(self.fault(.tooFewRows(min: min), path, label))
        }
        for (index, row) in rows.enumerated() where !row.isEmptyAnswer {
            found += self.group(row, fields, true, "\(path)/\(index)", "\(label), baris \(index + 1)")
        }
        return found
    }

    private func period(_ value: JSONValue?, _ required: Bool, _ path: String, _ label: String) -> [FieldProblem] {
        let parts: [String: JSONValue]
        switch value {
        case nil, .null: parts = [:]
        case .object(let members): parts = members
        default: return [self.fault(.notAPeriod, path, label)]
        }
        if parts.values.allSatisfy(\.isEmptyAnswer) {
            return required && self.missingToo ? [self.fault(.missing(.period), path, label)] : []
        }
        var found: [FieldProblem] = []
        for (key, name) in [("awal", "tanggal awal"), ("akhir", "tanggal akhir")] {
            found += self.problems(
                parts[key], .date, required: true, at: "\(path)/\(key)", called: "\(label), \(name)")
        }
        if let first = parts["awal"]?.string.flatMap({ Day($0) }),
            let last = parts["akhir"]?.string.flatMap({ Day($0) }), last < first
        {
            found.append(self.fault(.endBeforeStart, path, label))
        }
        return found
    }

    private func regions(_ value: JSONValue, _ path: String, _ label: String) -> [FieldProblem] {
        guard let codes = value.array?.map(\.string) else {
            return [self.fault(.notRegions, path, label)]
        }
        var found: [FieldProblem] = []
        for (index, code) in codes.enumerated() {
            guard let code, code != UnitCode.headquarters.text, self.regions.name(of: code) != nil else {
                found.append(self.fault(.unknownRegion, "\(path)/\(index)", "\(label), wilayah ke-\(index + 1)"))
                continue
            }
        }
        return found
    }

    private func unknownKeys(_ parts: [String: JSONValue], _ fields: [FormField], _ path: String, _ label: String)
        -> [FieldProblem]
    {
        parts.keys.filter { key in !fields.contains { $0.key == key } }.sorted().map { key in
            self.fault(.unknownPart, "\(path)/\(key.prefix(60))", label)
        }
    }

    private func fault(_ fault: AnswerFault, _ path: String, _ label: String) -> FieldProblem {
        fault.problem(at: path, called: label)
    }
}
