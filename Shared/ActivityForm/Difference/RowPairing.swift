import Contracts

/// Says which row of a table now is which row of before.
enum RowPairing: Hashable {
    /// The same row, changed or not: its place before and its place now.
    case both(before: Int, after: Int)
    /// Only before.
    case removed(Int)
    /// Only now.
    case added(Int)

    /// Pairs the rows, in the order in which they stand now; a removed row comes where it stood.
    ///
    /// Rows that stayed the same are found first, in order; between two of them, rows of the same name belong together,
    /// then those that are left, one after the other. So a row put in at the top does not change every row below it, and a
    /// corrected name is a change of that row.
    ///
    /// - Parameter name: the field by which people know a row.
    static func pair(_ old: [JSONValue], _ new: [JSONValue], name: String) -> [RowPairing] {
        var pairs: [RowPairing] = []
        for hunk in Alignment.hunks(old, new) {
            var free = Array(hunk.old)
            var partner: [Int: Int] = [:]
            for index in hunk.new {
                guard let title = new[index].object?[name],
                    let place = free.firstIndex(where: { old[$0].object?[name] == title })
                else { continue }
                partner[index] = free.remove(at: place)
            }
            for index in hunk.new where partner[index] == nil && !free.isEmpty { partner[index] = free.removeFirst() }
            pairs += free.map { .removed($0) }
            pairs += hunk.new.map { index in
                partner[index].map { .both(before: $0, after: index) } ?? .added(index)
            }
        }
        return pairs
    }
}
