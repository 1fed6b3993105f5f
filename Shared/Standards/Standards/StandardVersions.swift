public import Contracts

/// The versions of one unit's standard in time: on each day at most one applies, and between two of them there is no day
/// without one.
///
/// A published version is never changed, so one without a stated end ends on the day before the next one begins.
public struct StandardVersions: Hashable, Sendable {
    /// From version 1 on.
    public let all: [ServiceStandard]

    /// - Parameter versions: of one unit, with the files that they come from, in any order.
    /// - Throws: ``DataFault`` naming the file and field by which the versions do not fit together.
    init(_ versions: [(file: String, standard: ServiceStandard)]) throws(DataFault) {
        let ordered = versions.sorted { $0.standard.version < $1.standard.version }
        for (index, (file, standard)) in ordered.enumerated() {
            func fault(_ field: String, _ reason: String) -> DataFault {
                DataFault(file: file, field: field, reason: reason)
            }
            guard index > 0 else {
                guard standard.version == 1 else { throw fault("version", "version 1 is missing") }
                continue
            }
            let (before, earlier) = ordered[index - 1]
            guard standard.version != earlier.version else {
                throw fault("version", "\(standard.id) stands in \(before) too")
            }
            guard standard.version == earlier.version + 1 else {
                throw fault("version", "version \(earlier.version + 1) is missing")
            }
            guard standard.effectiveFrom > earlier.effectiveFrom else {
                throw fault(
                    "effectiveFrom", "overlaps \(earlier.id), which begins on \(earlier.effectiveFrom) (\(before))")
            }
            guard let end = earlier.effectiveUntil else { continue }
            guard end < standard.effectiveFrom else {
                throw fault("effectiveFrom", "overlaps \(earlier.id), which applies until \(end) (\(before))")
            }
            guard end.advanced(by: 1) == standard.effectiveFrom else {
                throw fault(
                    "effectiveFrom", "leaves days without a standard after \(earlier.id), which ends on \(end)")
            }
        }
        self.all = ordered.map(\.standard)
    }

    /// The version that applies on a day; `nil` before the first and after the last.
    public func applying(on day: Day) -> ServiceStandard? {
        guard let standard = self.all.last(where: { $0.effectiveFrom <= day }) else { return nil }
        return standard.effectiveUntil.map { day <= $0 } ?? true ? standard : nil
    }

    /// One version by its number.
    public subscript(version: Int) -> ServiceStandard? { self.all.first { $0.version == version } }

    /// The last day on which a version applies; `nil` when no end is known.
    public func end(of version: Int) -> Day? {
        guard let standard = self[version] else { return nil }
        return standard.effectiveUntil ?? self[version + 1]?.effectiveFrom.advanced(by: -1)
    }

    /// The version published last, whether it has begun or not.
    public var newest: ServiceStandard? { self.all.last }
}
