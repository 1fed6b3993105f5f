/// The answers of many respondents, and the index that follows from them (Indeks Kepuasan Masyarakat, IKM).
///
/// Every number follows from sums of whole numbers; nothing is rounded before it is shown.
public struct SKMSummary: Hashable, Sendable {
    /// How many respondents.
    public private(set) var respondents = 0
    /// The sum of the answers to each element, in the order U1…U9.
    public private(set) var sums = [Int](repeating: 0, count: SKMElement.allCases.count)

    /// Nobody has answered yet, or these have.
    public init(_ responses: some Sequence<SKMResponse> = []) {
        for response in responses { self.add(response) }
    }

    /// Counts one more respondent.
    public mutating func add(_ response: SKMResponse) {
        self.respondents += 1
        for (index, answer) in response.answers.enumerated() { self.sums[index] += answer }
    }

    /// The mean of one element (nilai rata-rata per unsur), 1 to 4; `nil` without respondents.
    public func mean(of element: SKMElement) -> Ratio? {
        self.respondents == 0 ? nil : Ratio(self.sums[element.rawValue - 1], over: self.respondents)
    }

    /// The weighted mean of all elements (NI), 1 to 4, every element with exactly the same weight; `nil` without
    /// respondents.
    public func weightedMean(_ weight: SKMWeight = .ninth) -> Ratio? {
        self.respondents == 0
            ? nil
            : Ratio(
                self.sums.reduce(0, +) * weight.value.numerator, over: self.respondents * weight.value.denominator)
    }

    /// IKM = NI × 25, 25 to 100, to full precision; `nil` without respondents.
    public func index(_ weight: SKMWeight = .ninth) -> Ratio? {
        self.weightedMean(weight).map { Ratio($0.numerator * 25, over: $0.denominator) }
    }

    /// The index in hundredths, a half rounded up: what is shown, and what the band is looked up with.
    public func indexHundredths(_ weight: SKMWeight = .ninth) -> Int? { self.index(weight)?.rounded(to: 100) }

    /// The band of the rounded index; `nil` without respondents.
    public func grade(_ weight: SKMWeight = .ninth) -> SKMGrade? {
        self.indexHundredths(weight).map(SKMGrade.init(indexHundredths:))
    }

    /// The answers of both.
    public static func + (one: SKMSummary, other: SKMSummary) -> SKMSummary {
        var both = one
        both.respondents += other.respondents
        for (index, sum) in other.sums.enumerated() { both.sums[index] += sum }
        return both
    }
}

/// How much each element counts.
public enum SKMWeight: Hashable, Sendable, CaseIterable {
    /// Exactly 1/9: the nine weights make 1, and the best answers make 100.
    case ninth
    /// 0.11, as the regulation prints it, for reports that must repeat the printed figure: the best answers make 99.00.
    case printed

    /// The weight as a fraction.
    public var value: Ratio {
        switch self {
        case .ninth: Ratio(1, over: 9)
        case .printed: Ratio(11, over: 100)
        }
    }
}
