import Contracts

/// What must hold in every standard before anything is loaded.
struct StandardCheck {
    let standard: ServiceStandard
    let file: String

    init(_ standard: ServiceStandard, file: String) {
        self.standard = standard
        self.file = file
    }

    func run(units: UnitDirectory) throws(DataFault) {
        try self.identity(units)
        try self.texts()
        try self.procedures()
        try self.time()
        try self.hours()
        try self.signer()
        try self.grounds()
    }

    private func require(_ holds: Bool, _ field: String, _ reason: String) throws(DataFault) {
        if !holds { throw DataFault(file: self.file, field: field, reason: reason) }
    }

    private func present<Value>(_ value: Value?, _ field: String) throws(DataFault) -> Value {
        guard let value else { throw DataFault(file: self.file, field: field, reason: "is missing") }
        return value
    }

    private func identity(_ units: UnitDirectory) throws(DataFault) {
        let standard = self.standard
        guard let unit = units.unit(standard.unit) else {
            throw DataFault(file: self.file, field: "unit", reason: "there is no unit \(standard.unit)")
        }
        try self.require(standard.version >= 1, "version", "versions start at 1")
        try self.require(standard.id == "\(standard.unit)@\(standard.version)", "id", "must be <unit>@<version>")
        try self.require(standard.zone == unit.zone, "zone", "the unit lies in \(unit.zone.rawValue)")
        try self.require(
            standard.effectiveUntil.map { $0 >= standard.effectiveFrom } ?? true, "effectiveUntil",
            "lies before effectiveFrom")
        _ = try self.present(standard.origin, "origin")
    }

    private func texts() throws(DataFault) {
        let standard = self.standard
        let texts = [
            ("source", standard.source), ("serviceName", standard.serviceName), ("timeText", standard.timeText),
            ("fee", standard.fee), ("signerOffice", standard.signerOffice), ("letterPlace", standard.letterPlace),
        ]
        for (field, text) in texts { try self.require(!text.isEmpty, field, "is empty") }
        try self.require(standard.decree != "", "decree", "is empty; leave it out where the source has none")
        let lists = [
            ("place", standard.place), ("requirements", standard.requirements), ("products", standard.products),
            ("letterhead", standard.letterhead), ("complaintChannels", standard.complaintChannels),
        ]
        for (field, list) in lists {
            try self.require(!list.isEmpty && !list.contains(""), field, "is empty or has an empty line")
        }
        try self.require(!standard.channels.isEmpty, "channels", "is empty")
        try self.require(
            Set(standard.channels).count == standard.channels.count, "channels", "a channel stands twice")
        for (index, conflict) in standard.settled.enumerated() {
            let whole = ![conflict.says, conflict.applies, conflict.because].contains("")
            try self.require(whole, "settled/\(index)", "must say what stands there, what applies, and why")
            _ = try self.present(conflict.component, "settled/\(index)/component")
        }
    }

    private func procedures() throws(DataFault) {
        let procedures = self.standard.procedures
        try self.require(
            !procedures.isEmpty && procedures.allSatisfy { !$0.steps.isEmpty }, "procedures",
            "needs at least one way in, with steps")
        var kinds: Set<ServiceStandard.WayIn> = []
        for (index, procedure) in procedures.enumerated() {
            let field = "procedures/\(index)"
            try self.require(!procedure.way.isEmpty, "\(field)/way", "is empty")
            try self.require(!procedure.steps.contains(""), "\(field)/steps", "has an empty line")
            let kind = try self.present(procedure.kind, "\(field)/kind")
            try self.require(kinds.insert(kind).inserted, "\(field)/kind", "stands twice")
            for line in procedure.requirements ?? [] {
                try self.require(
                    self.standard.requirements.contains(line), "\(field)/requirements",
                    "has a line that is not among the requirements: \(line)")
            }
        }
    }

    private func time() throws(DataFault) {
        let standard = self.standard
        try self.require((1...366).contains(standard.workingDays), "workingDays", "must lie between 1 and 366")
        let clock = try self.present(standard.clock, "clock")
        try self.require(
            clock.length == standard.workingDays, "clock/length",
            "says \(clock.length), workingDays says \(standard.workingDays)")
        try self.require(
            clock.afterCorrection == standard.afterCorrection, "clock/afterCorrection",
            "differs from afterCorrection")
        try self.require(!clock.mustHaveHappened.isEmpty, "clock/mustHaveHappened", "is empty")
        try self.require(
            Set(clock.mustHaveHappened).count == clock.mustHaveHappened.count, "clock/mustHaveHappened",
            "an event stands twice")
        try self.require(!clock.source.isEmpty, "clock/source", "is empty")
    }

    private func hours() throws(DataFault) {
        let standard = self.standard
        try self.require(
            standard.closingMinutes.count == 7, "closingMinutes", "needs seven entries, Monday first")
        for (day, minutes) in standard.closingMinutes.enumerated() {
            try self.require(
                minutes.map { (1...1440).contains($0) } ?? true, "closingMinutes/\(day)",
                "must lie between 1 and 1440, or be null")
        }
        let hours = try self.present(standard.hours, "hours")
        try self.require(hours.count == 7, "hours", "needs seven entries, Monday first")
        for (day, hours) in hours.enumerated() {
            try self.require(
                hours?.closes == standard.closingMinutes[day], "hours/\(day)", "differs from closingMinutes/\(day)")
            guard let hours else { continue }
            try self.require(
                (0..<hours.closes).contains(hours.opens), "hours/\(day)/opens", "must lie before closes")
        }
        try self.require(try self.present(standard.hoursSource, "hoursSource") != "", "hoursSource", "is empty")
    }

    private func signer() throws(DataFault) {
        let signer = try self.present(self.standard.signer, "signer")
        try self.require(
            signer.office == self.standard.signerOffice, "signer/office", "differs from signerOffice")
        try self.require(!signer.title.isEmpty, "signer/title", "is empty")
        try self.require(!signer.source.isEmpty, "signer/source", "is empty")
    }

    private func grounds() throws(DataFault) {
        let grounds = try self.present(self.standard.legalBasis, "legalBasis")
        try self.require(!grounds.isEmpty, "legalBasis", "is empty")
        for (index, ground) in grounds.enumerated() {
            try self.require(!ground.title.isEmpty, "legalBasis/\(index)/title", "is empty")
            try self.require(!ground.source.isEmpty, "legalBasis/\(index)/source", "is empty")
        }
        var kinds: Set<ServiceStandard.InternalComponent.Kind> = []
        for (index, component) in (self.standard.internalComponents ?? []).enumerated() {
            let field = "internalComponents/\(index)"
            try self.require(kinds.insert(component.kind).inserted, "\(field)/kind", "stands twice")
            try self.require(
                !component.text.isEmpty && !component.text.contains(""), "\(field)/text",
                "is empty or has an empty line; leave the component out where nothing is known")
            try self.require(!component.source.isEmpty, "\(field)/source", "is empty")
        }
    }
}
