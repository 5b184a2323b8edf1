// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

import Values

/// Data, template and expected output of the specification's cases.
enum SpecificationCases {
    static let comments: [SpecificationCase] = [
        SpecificationCase("inline", [:], "12345{{! Comment Block! }}67890", "1234567890"),
        SpecificationCase(
            "multiline", [:], "12345{{!\n  This is a\n  multi-line comment...\n}}67890\n", "1234567890\n"),
        SpecificationCase("standalone", [:], "Begin.\n{{! Comment Block! }}\nEnd.\n", "Begin.\nEnd.\n"),
        SpecificationCase("indented standalone", [:], "Begin.\n  {{! Indented }}\nEnd.\n", "Begin.\nEnd.\n"),
        SpecificationCase("standalone CRLF", [:], "|\r\n{{! Standalone }}\r\n|", "|\r\n|"),
        SpecificationCase("standalone, no line before", [:], "  {{! I'm Still Standalone }}\n!", "!"),
        SpecificationCase("standalone, no newline", [:], "!\n  {{! I'm Still Standalone }}", "!\n"),
        SpecificationCase("multiline standalone", [:], "Begin.\n{{!\nSomething\n}}\nEnd.\n", "Begin.\nEnd.\n"),
        SpecificationCase(
            "indented multiline standalone", [:], "Begin.\n  {{!\n    Some\n  }}\nEnd.\n", "Begin.\nEnd.\n"),
        SpecificationCase("indented inline", [:], "  12 {{! 34 }}\n", "  12 \n"),
        SpecificationCase("surrounding white space", [:], "12345 {{! Comment }} 67890", "12345  67890"),
        SpecificationCase("comments are no names", ["comment": 4], "never show: >{{! comment }}<", "never show: ><"),
    ]

    static let delimiters: [SpecificationCase] = [
        SpecificationCase("pair", ["text": "Hey!"], "{{=<% %>=}}(<%text%>)", "(Hey!)"),
        SpecificationCase("special characters", ["text": "It worked!"], "({{=[ ]=}}[text])", "(It worked!)"),
        SpecificationCase(
            "outside sections", ["section": true, "data": "I got interpolated."],
            "[\n{{#section}}\n  {{data}}\n  |data|\n{{/section}}\n\n{{= | | =}}\n|#section|\n  {{data}}\n  |data|\n|/section|\n]\n",
            "[\n  I got interpolated.\n  |data|\n\n  {{data}}\n  I got interpolated.\n]\n"),
        SpecificationCase(
            "outside inverted sections", ["section": false, "data": "I got interpolated."],
            "[\n{{^section}}\n  {{data}}\n  |data|\n{{/section}}\n\n{{= | | =}}\n|^section|\n  {{data}}\n  |data|\n|/section|\n]\n",
            "[\n  I got interpolated.\n  |data|\n\n  {{data}}\n  I got interpolated.\n]\n"),
        SpecificationCase(
            "not inherited by partials", ["value": "yes"], "[ {{>include}} ]\n{{= | | =}}\n[ |>include| ]\n",
            "[ .yes. ]\n[ .yes. ]\n", ["include": ".{{value}}."]),
        SpecificationCase(
            "not kept after partials", ["value": "yes"], "[ {{>include}} ]\n[ .{{value}}.  .|value|. ]\n",
            "[ .yes.  .yes. ]\n[ .yes.  .|value|. ]\n", ["include": ".{{value}}. {{= | | =}} .|value|."]),
        SpecificationCase("surrounding white space", [:], "| {{=@ @=}} |", "|  |"),
        SpecificationCase("outlying white space", [:], " | {{=@ @=}}\n", " | \n"),
        SpecificationCase("standalone", [:], "Begin.\n{{=@ @=}}\nEnd.\n", "Begin.\nEnd.\n"),
        SpecificationCase("indented standalone", [:], "Begin.\n  {{=@ @=}}\nEnd.\n", "Begin.\nEnd.\n"),
        SpecificationCase("standalone CRLF", [:], "|\r\n{{= @ @ =}}\r\n|", "|\r\n|"),
        SpecificationCase("standalone, no line before", [:], "  {{=@ @=}}\n=", "="),
        SpecificationCase("standalone, no newline", [:], "=\n  {{=@ @=}}", "=\n"),
        SpecificationCase("pair with padding", [:], "|{{= @   @ =}}|", "||"),
    ]

    static let interpolation: [SpecificationCase] = [
        SpecificationCase("none", [:], "Hello from {Mustache}!\n", "Hello from {Mustache}!\n"),
        SpecificationCase("basic", ["subject": "world"], "Hello, {{subject}}!\n", "Hello, world!\n"),
        SpecificationCase(
            "not twice", ["template": "{{planet}}", "planet": "Earth"], "{{template}}: {{planet}}", "{{planet}}: Earth"),
        SpecificationCase("escaped", ["f": "& \" < >"], "Escaped: {{f}}\n", "Escaped: &amp; &quot; &lt; &gt;\n"),
        SpecificationCase("triple", ["f": "& \" < >"], "Not escaped: {{{f}}}\n", "Not escaped: & \" < >\n"),
        SpecificationCase("ampersand", ["f": "& \" < >"], "Not escaped: {{&f}}\n", "Not escaped: & \" < >\n"),
        SpecificationCase(
            "integer", ["mph": 85], "\"{{mph}} miles {{{mph}}} an {{&mph}} hour!\"", "\"85 miles 85 an 85 hour!\""),
        SpecificationCase("decimal", ["power": .number(1.21)], "{{power}} {{{power}}} {{&power}}", "1.21 1.21 1.21"),
        SpecificationCase("null", ["n": .null], "I ({{#n}}{{.}}{{/n}}) be seen!", "I () be seen!"),
        SpecificationCase(
            "dotted", ["person": ["name": "Joe"]],
            "{{person.name}}{{{person.name}}}{{&person.name}} == {{#person}}{{name}}{{/person}}", "JoeJoeJoe == Joe"),
        SpecificationCase(
            "dotted, deep", ["a": ["b": ["c": ["d": ["e": ["name": "Phil"]]]]]], "{{a.b.c.d.e.name}}", "Phil"),
        SpecificationCase(
            "dotted, first part looked up",
            ["a": ["b": ["c": ["d": ["e": ["name": "Phil"]]]]], "b": ["c": ["d": ["e": ["name": "Wrong"]]]]],
            "{{#a}}{{b.c.d.e.name}}{{/a}}", "Phil"),
        SpecificationCase("dotted, no masking", ["a": ["b": "d"]], "{{a.b}}", "d"),
        SpecificationCase("iterator", "world", "Hello, {{.}}!\n", "Hello, world!\n"),
        SpecificationCase(
            "iterator escaped", "& \" < >", "{{.}} {{{.}}} {{&.}}", "&amp; &quot; &lt; &gt; & \" < > & \" < >"),
        SpecificationCase("iterator integer", 85, "\"{{.}} miles an hour!\"", "\"85 miles an hour!\""),
        SpecificationCase("surrounding", ["s": "---"], "| {{s}} | {{{s}}} | {{&s}} |", "| --- | --- | --- |"),
        SpecificationCase("standalone", ["s": "---"], "  {{s}}\n  {{{s}}}\n  {{&s}}\n", "  ---\n  ---\n  ---\n"),
        SpecificationCase("padding", ["s": "---"], "|{{ s }}|{{{ s }}}|{{& s }}|", "|---|---|---|"),
    ]

    static let sections: [SpecificationCase] = [
        SpecificationCase("truthy", ["b": true], "\"{{#b}}This.{{/b}}\"", "\"This.\""),
        SpecificationCase("falsey", ["b": false], "\"{{#b}}This.{{/b}}\"", "\"\""),
        SpecificationCase("null", ["n": .null], "\"{{#n}}This.{{/n}}\"", "\"\""),
        SpecificationCase(
            "context", ["context": ["name": "Joe"]], "\"{{#context}}Hi {{name}}.{{/context}}\"", "\"Hi Joe.\""),
        SpecificationCase(
            "parent contexts", ["a": "foo", "b": "wrong", "sec": ["b": "bar"], "c": ["d": "baz"]],
            "\"{{#sec}}{{a}}, {{b}}, {{c.d}}{{/sec}}\"", "\"foo, bar, baz\""),
        SpecificationCase("variable test", ["foo": "bar"], "\"{{#foo}}{{.}} is {{foo}}{{/foo}}\"", "\"bar is bar\""),
        SpecificationCase(
            "list contexts",
            [
                "tops": [
                    [
                        "tname": ["upper": "A", "lower": "a"],
                        "middles": [["mname": "1", "bottoms": [["bname": "x"], ["bname": "y"]]]],
                    ]
                ]
            ],
            "{{#tops}}{{#middles}}{{tname.lower}}{{mname}}.{{#bottoms}}{{tname.upper}}{{mname}}{{bname}}.{{/bottoms}}{{/middles}}{{/tops}}",
            "a1.A1x.A1y."),
        SpecificationCase(
            "deeply nested",
            ["a": ["one": 1], "b": ["two": 2], "c": ["three": 3, "d": ["four": 4, "five": 5]]],
            "{{#a}}\n{{one}}\n{{#b}}\n{{one}}{{two}}{{one}}\n{{#c}}\n{{one}}{{two}}{{three}}{{two}}{{one}}\n{{#d}}\n{{one}}{{two}}{{three}}{{four}}{{three}}{{two}}{{one}}\n{{#five}}\n{{one}}{{two}}{{three}}{{four}}{{five}}{{four}}{{three}}{{two}}{{one}}\n{{one}}{{two}}{{three}}{{four}}{{.}}6{{.}}{{four}}{{three}}{{two}}{{one}}\n{{/five}}\n{{/d}}\n{{/c}}\n{{/b}}\n{{/a}}\n",
            "1\n121\n12321\n1234321\n123454321\n12345654321\n"),
        SpecificationCase(
            "list", ["list": [["item": 1], ["item": 2], ["item": 3]]], "\"{{#list}}{{item}}{{/list}}\"", "\"123\""),
        SpecificationCase("empty list", ["list": []], "\"{{#list}}Yay lists!{{/list}}\"", "\"\""),
        SpecificationCase(
            "doubled", ["bool": true, "two": "second"],
            "{{#bool}}\n* first\n{{/bool}}\n* {{two}}\n{{#bool}}\n* third\n{{/bool}}\n", "* first\n* second\n* third\n"),
        SpecificationCase("nested truthy", ["b": true], "| A {{#b}}B {{#b}}C{{/b}} D{{/b}} E |", "| A B C D E |"),
        SpecificationCase("nested falsey", ["b": false], "| A {{#b}}B {{#b}}C{{/b}} D{{/b}} E |", "| A  E |"),
        SpecificationCase(
            "iterator strings", ["list": ["a", "b", "c"]], "\"{{#list}}({{.}}){{/list}}\"", "\"(a)(b)(c)\""),
        SpecificationCase("iterator integers", ["list": [1, 2, 3]], "\"{{#list}}({{.}}){{/list}}\"", "\"(1)(2)(3)\""),
        SpecificationCase(
            "iterator decimals", ["list": [.number(1.1), .number(2.2)]], "\"{{#list}}({{.}}){{/list}}\"",
            "\"(1.1)(2.2)\""),
        SpecificationCase(
            "iterator arrays", ["list": [[1, 2, 3], ["a", "b", "c"]]], "\"{{#list}}({{#.}}{{.}}{{/.}}){{/list}}\"",
            "\"(123)(abc)\""),
        SpecificationCase(
            "iterator escaped", ["list": ["&", "\"", "<", ">"]],
            "{{#list}}({{.}}){{/list}}{{#list}}({{{.}}}){{/list}}{{#list}}({{&.}}){{/list}}",
            "(&amp;)(&quot;)(&lt;)(&gt;)(&)(\")(<)(>)(&)(\")(<)(>)"),
        SpecificationCase(
            "iterator at the root", [["value": "a"], ["value": "b"]], "\"{{#.}}({{value}}){{/.}}\"", "\"(a)(b)\""),
        SpecificationCase("dotted truthy", ["a": ["b": ["c": true]]], "\"{{#a.b.c}}Here{{/a.b.c}}\"", "\"Here\""),
        SpecificationCase("dotted falsey", ["a": ["b": ["c": false]]], "\"{{#a.b.c}}Here{{/a.b.c}}\"", "\"\""),
        SpecificationCase("surrounding", ["b": true], " | {{#b}}\t|\t{{/b}} | \n", " | \t|\t | \n"),
        SpecificationCase(
            "internal", ["b": true], " | {{#b}} {{! Important Whitespace }}\n {{/b}} | \n", " |  \n  | \n"),
        SpecificationCase("indented inline", ["b": true], " {{#b}}YES{{/b}}\n {{#b}}GOOD{{/b}}\n", " YES\n GOOD\n"),
        SpecificationCase(
            "standalone", ["b": true], "| This Is\n{{#b}}\n|\n{{/b}}\n| A Line\n", "| This Is\n|\n| A Line\n"),
        SpecificationCase(
            "indented standalone", ["b": true], "| This Is\n  {{#b}}\n|\n  {{/b}}\n| A Line\n",
            "| This Is\n|\n| A Line\n"),
        SpecificationCase("standalone CRLF", ["b": true], "|\r\n{{#b}}\r\n{{/b}}\r\n|", "|\r\n|"),
        SpecificationCase("standalone, no line before", ["b": true], "  {{#b}}\n#{{/b}}\n/", "#\n/"),
        SpecificationCase("standalone, no newline", ["b": true], "#{{#b}}\n/\n  {{/b}}", "#\n/\n"),
        SpecificationCase("padding", ["b": true], "|{{# b }}={{/ b }}|", "|=|"),
    ]

    static let inverted: [SpecificationCase] = [
        SpecificationCase("falsey", ["b": false], "\"{{^b}}This.{{/b}}\"", "\"This.\""),
        SpecificationCase("truthy", ["b": true], "\"{{^b}}This.{{/b}}\"", "\"\""),
        SpecificationCase("null", ["n": .null], "\"{{^n}}This.{{/n}}\"", "\"This.\""),
        SpecificationCase("context", ["context": ["name": "Joe"]], "\"{{^context}}Hi.{{/context}}\"", "\"\""),
        SpecificationCase("list", ["list": [["n": 1]]], "\"{{^list}}none{{/list}}\"", "\"\""),
        SpecificationCase("empty list", ["list": []], "\"{{^list}}Yay lists!{{/list}}\"", "\"Yay lists!\""),
        SpecificationCase(
            "doubled", ["bool": false, "two": "second"],
            "{{^bool}}\n* first\n{{/bool}}\n* {{two}}\n{{^bool}}\n* third\n{{/bool}}\n", "* first\n* second\n* third\n"),
        SpecificationCase("nested falsey", ["b": false], "| A {{^b}}B {{^b}}C{{/b}} D{{/b}} E |", "| A B C D E |"),
        SpecificationCase("nested truthy", ["b": true], "| A {{^b}}B {{^b}}C{{/b}} D{{/b}} E |", "| A  E |"),
        SpecificationCase("dotted truthy", ["a": ["b": ["c": true]]], "\"{{^a.b.c}}Not Here{{/a.b.c}}\"", "\"\""),
        SpecificationCase(
            "dotted falsey", ["a": ["b": ["c": false]]], "\"{{^a.b.c}}Not Here{{/a.b.c}}\"", "\"Not Here\""),
        SpecificationCase("surrounding", ["b": false], " | {{^b}}\t|\t{{/b}} | \n", " | \t|\t | \n"),
        SpecificationCase("internal", ["b": false], " | {{^b}} {{! Important }}\n {{/b}} | \n", " |  \n  | \n"),
        SpecificationCase("indented inline", ["b": false], " {{^b}}NO{{/b}}\n {{^b}}WAY{{/b}}\n", " NO\n WAY\n"),
        SpecificationCase(
            "standalone", ["b": false], "| This Is\n{{^b}}\n|\n{{/b}}\n| A Line\n", "| This Is\n|\n| A Line\n"),
        SpecificationCase("standalone CRLF", ["b": false], "|\r\n{{^b}}\r\n{{/b}}\r\n|", "|\r\n|"),
        SpecificationCase("standalone, no line before", ["b": false], "  {{^b}}\n^{{/b}}\n/", "^\n/"),
        SpecificationCase("standalone, no newline", ["b": false], "^{{^b}}\n/\n  {{/b}}", "^\n/\n"),
        SpecificationCase("padding", ["b": false], "|{{^ b }}={{/ b }}|", "|=|"),
    ]

    static let partials: [SpecificationCase] = [
        SpecificationCase("basic", [:], "\"{{>text}}\"", "\"from partial\"", ["text": "from partial"]),
        SpecificationCase(
            "context", ["text": "content"], "\"{{>partial}}\"", "\"*content*\"", ["partial": "*{{text}}*"]),
        SpecificationCase(
            "nested", ["a": "hello", "b": "world"], "{{>outer}}", "*hello world!*",
            ["outer": "*{{a}} {{>inner}}*", "inner": "{{b}}!"]),
        SpecificationCase("surrounding", [:], "| {{>partial}} |", "| \t|\t |", ["partial": "\t|\t"]),
        SpecificationCase(
            "inline indentation", ["data": "|"], "  {{data}}  {{> partial}}\n", "  |  >\n>\n", ["partial": ">\n>"]),
        SpecificationCase("standalone CRLF", [:], "|\r\n{{>partial}}\r\n|", "|\r\n>|", ["partial": ">"]),
        SpecificationCase("standalone, no line before", [:], "  {{>partial}}\n>", "  >\n  >>", ["partial": ">\n>"]),
        SpecificationCase("standalone, no newline", [:], ">\n  {{>partial}}", ">\n  >\n  >", ["partial": ">\n>"]),
        SpecificationCase(
            "standalone indentation", ["content": "<\n->"], "\\\n {{>partial}}\n/\n", "\\\n |\n <\n->\n |\n/\n",
            ["partial": "|\n{{{content}}}\n|\n"]),
        SpecificationCase("padding", ["boolean": true], "|{{> partial }}|", "|[]|", ["partial": "[]"]),
        SpecificationCase(
            "indentation through two partials", ["x": "1"], "  {{>a}}\n", "  a\n    b1\n    c\n",
            ["a": "a\n  {{>b}}\n", "b": "b{{x}}\nc\n"]),
    ]

    static let inheritance: [SpecificationCase] = [
        SpecificationCase("default", [:], "{{$title}}Default title{{/title}}\n", "Default title\n"),
        SpecificationCase(
            "variable", ["bar": "baz"], "{{$foo}}default {{bar}} content{{/foo}}\n", "default baz content\n"),
        SpecificationCase(
            "triple", ["bar": "<baz>"], "{{$foo}}default {{{bar}}} content{{/foo}}\n", "default <baz> content\n"),
        SpecificationCase(
            "sections", ["bar": ["baz": "qux"]], "{{$foo}}default {{#bar}}{{baz}}{{/bar}} content{{/foo}}\n",
            "default qux content\n"),
        SpecificationCase(
            "negative sections", ["bar": false, "baz": "three"],
            "{{$foo}}default {{^bar}}{{baz}}{{/bar}} content{{/foo}}\n", "default three content\n"),
        SpecificationCase(
            "no injection", ["bar": ["baz": "{{qux}}"]], "{{$foo}}default {{#bar}}{{baz}}{{/bar}} content{{/foo}}\n",
            "default {{qux}} content\n"),
        SpecificationCase(
            "inherit", [:], "{{<include}}{{/include}}\n", "default content",
            ["include": "{{$foo}}default content{{/foo}}"]),
        SpecificationCase(
            "overridden", [:], "{{<super}}{{$title}}sub template title{{/title}}{{/super}}",
            "...sub template title...", ["super": "...{{$title}}Default title{{/title}}..."]),
        SpecificationCase(
            "data does not override", ["var": "var in data"],
            "{{<include}}{{$var}}var in template{{/var}}{{/include}}", "var in template",
            ["include": "{{$var}}var in include{{/var}}"]),
        SpecificationCase(
            "data does not override the default", ["var": "var in data"], "{{<include}}{{/include}}", "var in include",
            ["include": "{{$var}}var in include{{/var}}"]),
        SpecificationCase(
            "two parents", [:],
            "test {{<parent}}{{$stuff}}override1{{/stuff}}{{/parent}} {{<parent}}{{$stuff}}override2{{/stuff}}{{/parent}}\n",
            "test |override1 default| |override2 default|\n",
            ["parent": "|{{$stuff}}...{{/stuff}}{{$default}} default{{/default}}|"]),
        SpecificationCase(
            "newlines", [:], "{{<parent}}{{$ballmer}}\npeaked\n\n:(\n{{/ballmer}}{{/parent}}", "peaked\n\n:(\n",
            ["parent": "{{$ballmer}}peaking{{/ballmer}}"]),
        SpecificationCase(
            "indentation", [:], "{{<parent}}{{$nineties}}hammer time{{/nineties}}{{/parent}}",
            "stop:\n  hammer time\n", ["parent": "stop:\n  {{$nineties}}collaborate and listen{{/nineties}}\n"]),
        SpecificationCase(
            "one of two", [:], "{{<parent}}{{$stuff2}}override two{{/stuff2}}{{/parent}}",
            "new default one, override two",
            ["parent": "{{$stuff}}new default one{{/stuff}}, {{$stuff2}}new default two{{/stuff2}}"]),
        SpecificationCase(
            "parent as partial", [:], "{{>parent}}|{{<parent}}{{/parent}}", "default content|default content",
            ["parent": "{{$foo}}default content{{/foo}}"]),
        SpecificationCase(
            "recursion", [:], "{{<parent}}{{$foo}}override{{/foo}}{{/parent}}",
            "override override override don't recurse",
            [
                "parent": "{{$foo}}default content{{/foo}} {{$bar}}{{<parent2}}{{/parent2}}{{/bar}}",
                "parent2":
                    "{{$foo}}parent2 default content{{/foo}} {{<parent}}{{$bar}}don't recurse{{/bar}}{{/parent}}",
            ]),
        SpecificationCase("multi-level", [:], "{{<parent}}{{$a}}c{{/a}}{{/parent}}", "c", levels),
        SpecificationCase("multi-level, no sub child", [:], "{{<parent}}{{/parent}}", "p", levels),
        SpecificationCase(
            "text inside parent", [:], "{{<parent}} asdfasd {{$foo}}hmm{{/foo}} asdfasdfasdf {{/parent}}", "hmm",
            ["parent": "{{$foo}}default content{{/foo}}"]),
        SpecificationCase(
            "only text inside parent", [:], "{{<parent}} asdfasd asdfasdfasdf {{/parent}}", "default content",
            ["parent": "{{$foo}}default content{{/foo}}"]),
        SpecificationCase(
            "block scope", ["fruit": "apples", "nested": ["fruit": "bananas"]],
            "{{<parent}}{{$block}}I say {{fruit}}.{{/block}}{{/parent}}", "I say bananas.",
            ["parent": "{{#nested}}{{$block}}You say {{fruit}}.{{/block}}{{/nested}}"]),
        SpecificationCase(
            "standalone parent", [:], "Hi,\n  {{<parent}}{{/parent}}\n", "Hi,\n  one\n  two\n",
            ["parent": "one\ntwo\n"]),
        SpecificationCase(
            "standalone block", [:], "{{<parent}}{{$block}}\none\ntwo{{/block}}\n{{/parent}}\n", "Hi,\n  one\n  two\n",
            ["parent": "Hi,\n  {{$block}}{{/block}}\n"]),
        SpecificationCase(
            "block reindentation", [:], "{{<parent}}{{$block}}\n    one\n    two\n{{/block}}{{/parent}}\n",
            "Hi,\n  one\n  two\n", ["parent": "Hi,\n  {{$block}}\n  {{/block}}\n"]),
        SpecificationCase(
            "intrinsic indentation", [:], "{{<parent}}{{$block}}\none\ntwo\n{{/block}}{{/parent}}\n",
            "Hi,\n  one\n  two\n", ["parent": "Hi,\n{{$block}}\n  default\n{{/block}}\n"]),
        SpecificationCase(
            "nested block reindentation", [:], "{{<parent}}{{$nested}}\nthree\n{{/nested}}{{/parent}}\n",
            "one\n  three\n",
            [
                "parent":
                    "{{<grandparent}}{{$block}}\n  one\n  {{$nested}}\n    two\n  {{/nested}}\n{{/block}}{{/grandparent}}\n",
                "grandparent": "{{$block}}default{{/block}}",
            ]),
    ]

    private static let levels = [
        "parent": "{{<older}}{{$a}}p{{/a}}{{/older}}", "older": "{{<grandParent}}{{$a}}o{{/a}}{{/grandParent}}",
        "grandParent": "{{$a}}g{{/a}}",
    ]
}
