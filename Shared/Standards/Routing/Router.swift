public import Contracts

/// Finds the unit in charge of an activity.
public struct Router: Sendable {
    private let units: UnitDirectory
    private let rules: RoutingRules

    /// A router for the units of a table by rules.
    public init(units: UnitDirectory, rules: RoutingRules) {
        self.units = units
        self.rules = rules
    }

    /// A router by the module's own rules.
    ///
    /// - Throws: ``DataFault``.
    public static func load(units: UnitDirectory) throws(DataFault) -> Router {
        Router(units: units, rules: try RoutingRules.load())
    }

    /// Where an activity goes.
    ///
    /// - Parameters:
    ///   - regions: where data are collected: `ppkk`, or `pp00` for a whole province; none means all Indonesia.
    ///   - organiser: the institution's name as the form has it; decides only about the exception for central agencies.
    /// - Throws: ``RoutingError`` for regions that do not exist; headquarters is not a region.
    public func route(regions: some Collection<UnitCode>, organiser: String? = nil) throws(RoutingError) -> Route {
        try self.route(regions: regions, fromCentralAgency: organiser.map(self.rules.isCentralAgency) ?? false)
    }

    /// Units that get a copy of the letter of a unit in charge: the one that the area names, where headquarters is in charge
    /// of an area inside of one province: by the exception for central agencies, or since a correction narrowed the area.
    public func copies(from unit: UnitCode, regions: some Collection<UnitCode>) -> [UnitCode] {
        let area = AreaRule.apply(to: regions).unit
        let isException = unit == .headquarters && area != .headquarters
        return isException && self.rules.centralAgency.copyToRegion ? [area] : []
    }

    /// Where an activity goes, for a caller that knows whether the organiser is a central agency.
    ///
    /// - Throws: ``RoutingError`` for regions that do not exist; headquarters is not a region.
    public func route(regions: some Collection<UnitCode>, fromCentralAgency: Bool) throws(RoutingError) -> Route {
        let unknown = Set(regions).filter { $0 == .headquarters || self.units.unit($0) == nil }.sorted()
        guard unknown.isEmpty else { throw RoutingError(unknown: unknown) }
        let (rule, unit) = AreaRule.apply(to: regions)
        let exception = self.rules.centralAgency
        if fromCentralAgency, exception.goesToHeadquarters, unit != .headquarters {
            return Route(
                unit: .headquarters, copies: exception.copyToRegion ? [unit] : [], rule: rule, isCentralAgency: true,
                source: exception.source)
        }
        return Route(
            unit: unit, copies: [], rule: rule, isCentralAgency: false,
            source: self.rules.sources[rule.rawValue] ?? "")
    }
}
