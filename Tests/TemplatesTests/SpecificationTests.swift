// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Templates
import Testing
import Values

/// The cases of the Mustache specification 1.4 (MIT licence, github.com/mustache/spec), as far as names are known.
///
/// A name that no view declares is a problem at load here, so the specification's "context misses" are in `CompilerTests`.
@Suite struct SpecificationTests {
    private func check(_ one: SpecificationCase) throws {
        let shape = JSONShape.shape(one.data)
        let template = try Template(one.template, partials: one.partials, dialect: .specification, shape: shape)
        #expect(template.render(JSONShape.value(one.data, shape)) == one.expected)
    }

    @Test(arguments: SpecificationCases.comments) func comments(_ one: SpecificationCase) throws { try check(one) }
    @Test(arguments: SpecificationCases.delimiters) func delimiters(_ one: SpecificationCase) throws { try check(one) }
    @Test(arguments: SpecificationCases.interpolation) func values(_ one: SpecificationCase) throws { try check(one) }
    @Test(arguments: SpecificationCases.sections) func sections(_ one: SpecificationCase) throws { try check(one) }
    @Test(arguments: SpecificationCases.inverted) func inverted(_ one: SpecificationCase) throws { try check(one) }
    @Test(arguments: SpecificationCases.partials) func partials(_ one: SpecificationCase) throws { try check(one) }
    @Test(arguments: SpecificationCases.inheritance) func parents(_ one: SpecificationCase) throws { try check(one) }
}
