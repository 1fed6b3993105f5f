/// Puts two lists beside each other so that as much as possible stays the same.
enum Alignment {
    /// A stretch that differs: positions in the old list and in the new one, at least one of them not empty.
    struct Hunk {
        let old: Range<Int>
        let new: Range<Int>
    }

    /// The stretches between elements that both lists have in the same order, from front to back.
    static func hunks<Element: Hashable>(_ old: [Element], _ new: [Element]) -> [Hunk] {
        var gone: Set<Int> = []
        var come: Set<Int> = []
        for change in new.difference(from: old) {
            switch change {
            case .remove(let offset, _, _): gone.insert(offset)
            case .insert(let offset, _, _): come.insert(offset)
            }
        }
        var hunks: [Hunk] = []
        var (before, after) = (0, 0)
        while before < old.count || after < new.count {
            let start = (before, after)
            while before < old.count, gone.contains(before) { before += 1 }
            while after < new.count, come.contains(after) { after += 1 }
            if (before, after) != start { hunks.append(Hunk(old: start.0..<before, new: start.1..<after)) }
            // What is in neither set is the same in both, and there are equally many of it.
            if before < old.count { before += 1 }
            if after < new.count { after += 1 }
        }
        return hunks
    }
}
