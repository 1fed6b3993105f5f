import Contracts
import Foundation
import Web

/// Dates on Intake's pages.
enum Moments {
    static func text(_ moment: Date, _ zone: TimeZoneName) -> String { Web.IndonesianDate.text(moment, in: zone) }
    static func day(_ moment: Date, _ zone: TimeZoneName) -> String { Web.IndonesianDate.day(moment, in: zone) }
    static func text(_ day: Day) -> String { Web.IndonesianDate.text(day) }
    static func machine(_ moment: Date, _ zone: TimeZoneName) -> String { Web.IndonesianDate.machine(moment, in: zone) }
}
