// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// How a language writes days and times, from its own file.
///
/// A class, so that writing a day retains one thing instead of every list of names.
final class LocaleCalendar: Sendable {
    private let weekdays: [String]
    private let shortWeekdays: [String]
    private let months: [String]
    private let halves: [String]
    private let headingProgram: Program
    private let dateProgram: Program
    private let momentProgram: Program

    /// Reads the section `calendar` of a locale.
    init(_ reader: inout LocaleReader, log: inout ProblemLog) {
        self.weekdays = reader.list("calendar.weekdays", count: 7, log: &log)
        self.shortWeekdays = reader.list("calendar.shortWeekdays", count: 7, log: &log)
        self.months = reader.list("calendar.months", count: 12, log: &log)
        self.halves = reader.list("calendar.halves", count: 2, log: &log)
        func program(_ name: String, _ log: inout ProblemLog) -> Program {
            var used = Set<String>()
            let pieces = Flattener.flatten(
                reader.template("calendar." + name, log: &log), in: TemplateLibrary(), used: &used, log: &log)
            return Compiler.compile(pieces, dialect: .text, shape: DayView.shape, log: &log)
        }
        self.headingProgram = program("heading", &log)
        self.dateProgram = program("date", &log)
        self.momentProgram = program("moment", &log)
    }

    /// A day as a heading: `11월 22일 일요일`.
    func heading(_ time: CivilTime) -> String { write(time, headingProgram) }

    /// A day inside a sentence: `11월 22일(일)`.
    func date(_ time: CivilTime) -> String { write(time, dateProgram) }

    /// A moment: `11월 22일(일) 오후 3:20`.
    func moment(_ time: CivilTime) -> String { write(time, momentProgram) }

    /// A time of day in 24 hours: `15:20`.
    func clock(_ time: CivilTime) -> String {
        LocaleCalendar.twoDigits(time.hour) + ":" + LocaleCalendar.twoDigits(time.minute)
    }

    private func write(_ time: CivilTime, _ program: Program) -> String {
        let view = DayView(
            month: months[time.month - 1], day: String(time.day), weekday: weekdays[time.weekday],
            shortWeekday: shortWeekdays[time.weekday], half: halves[time.hour < 12 ? 0 : 1],
            hour: String((time.hour + 11) % 12 + 1), minute: LocaleCalendar.twoDigits(time.minute),
            year: String(time.year))
        return program.text(view.value)
    }

    private static func twoDigits(_ number: Int) -> String { number < 10 ? "0" + String(number) : String(number) }
}

/// A moment as the patterns of a calendar see it.
private struct DayView: RecordView {
    let month: String
    let day: String
    let weekday: String
    let shortWeekday: String
    let half: String
    let hour: String
    let minute: String
    let year: String

    static let fields: [ViewField<DayView>] = [
        .text("month") { $0.month }, .text("day") { $0.day }, .text("weekday") { $0.weekday },
        .text("shortWeekday") { $0.shortWeekday }, .text("half") { $0.half }, .text("hour") { $0.hour },
        .text("minute") { $0.minute }, .text("year") { $0.year },
    ]
}
