import Contracts

/// Says in Indonesian why an activity is near a draft.
struct SimilarityReasons: Sendable {
    /// No more names in one reason.
    static let mostNames = 5
    /// Characters of a name beyond these are cut.
    static let longestName = 60

    let regionName: @Sendable (UnitCode) -> String?

    /// Reasons in the order title, variables, population, region, period; none twice, each one line without full stop.
    func words(
        _ draft: SimilarActivities.Reading, _ other: SimilarActivities.Reading, in matches: WordMatches
    ) -> [String] {
        var reasons: [String] = []
        let topics = draft.title.shared(with: other.title, in: matches).topics
        if !topics.isEmpty { reasons.append("judul yang mirip: \(Self.list(topics))") }
        let variables = other.sketch.variables.prefix(ActivitySketch.mostVariables).filter { name in
            let shared = draft.variables.shared(with: ActivityWords(name, in: matches), in: matches)
            return shared.covered >= 0.5 && !shared.topics.isEmpty
        }
        if !variables.isEmpty { reasons.append("variabel yang sama: \(Self.list(Array(variables)))") }
        if draft.population.shared(with: other.population, in: matches).likeness >= 0.5 {
            reasons.append("populasi yang sama: \(Self.cut(other.sketch.population))")
        }
        if let region = self.region(draft.sketch, other.sketch) { reasons.append(region) }
        if let mine = draft.sketch.year, let theirs = other.sketch.year {
            if mine == theirs {
                reasons.append("periode yang sama: tahun \(mine)")
            } else if abs(mine - theirs) <= 2 {
                reasons.append("periode berdekatan: tahun \(theirs)")
            }
        }
        return reasons
    }

    private func region(_ draft: ActivitySketch, _ other: ActivitySketch) -> String? {
        let overlap = RegionOverlap(draft.regions, other.regions)
        let theirs = self.names(other.regions ?? [])
        switch overlap {
        case .same where theirs.isEmpty: return "wilayah yang sama: seluruh Indonesia"
        case .same: return "wilayah yang sama: \(theirs)"
        case .within where (other.regions ?? []).isEmpty: return "wilayahnya seluruh Indonesia"
        case .within: return "wilayahnya mencakup wilayah kegiatan ini: \(theirs)"
        case .holding: return "wilayahnya bagian dari wilayah kegiatan ini: \(theirs)"
        case .partly(let codes): return "wilayah yang sebagian sama: \(self.names(codes))"
        case .neighbouring: return "wilayah lain di provinsi yang sama: \(theirs)"
        case .unknown, .apart: return nil
        }
    }

    private func names(_ codes: Set<UnitCode>) -> String {
        Self.list(codes.sorted().map { self.regionName($0) ?? $0.text })
    }

    private static func list(_ names: [String]) -> String {
        let shown = names.prefix(self.mostNames).map(self.cut).joined(separator: ", ")
        return names.count > self.mostNames ? "\(shown), dan \(names.count - self.mostNames) lainnya" : shown
    }

    private static func cut(_ name: String) -> String {
        name.count > self.longestName ? String(name.prefix(self.longestName - 1)) + "…" : name
    }
}
