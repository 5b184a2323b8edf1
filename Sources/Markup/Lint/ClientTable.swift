// Parcelpost: a mail-first notification gateway for parcels.
// SPDX-License-Identifier: Apache-2.0

// swift-format-ignore-file
// Made from Assets/clients.tsv by scripts/make-assets.sh: change that file and run `make assets`.

/// The text of `clients.tsv`.
public enum ClientTable {
    /// The file's content.
    public static let text = ##"""
# What mail clients can show. Change it here, then run `make assets`; `parcelpost check` reads the Swift file made from it.
#
# The support facts are from caniemail.com (MIT licence, copyright Remi Parmentier and contributors), as of June 2026, newest tested version
# of each client; a client that stands for several programs (the iOS and Android app) has the least of them. The grouping, what to look for
# and how much is lost are ours. Naver and Daum publish nothing and were not tested: their rows are a careful guess (no <style>, so no
# media queries; tables and inline styles; everything else unknown).
#
# client  ID  NAME  BY-DEFAULT  HOW-KNOWN
# feature  ID  NAME  FINDS  LOSS  and a letter a client, in the order of the client lines: y yes, a partly, n no, u unknown
# FINDS says what in a mail is that feature: property, value, function, unit, keyword, at, media, pseudo, selector (CSS); element, attribute, link, image.
# LOSS says what a reader loses without it: layout (things stand elsewhere, vanish, or cannot be used), look (less pretty), nothing.
client	apple-mail	Apple Mail	yes	tested
client	gmail	Gmail in the browser	yes	tested
client	gmail-app	the Gmail app	yes	tested
client	outlook-windows	Outlook for Windows	yes	tested
client	outlook-com	Outlook.com	yes	tested
client	outlook-app	the Outlook apps	yes	tested
client	samsung	Samsung Email	yes	tested
client	yahoo	Yahoo Mail	yes	tested
client	thunderbird	Thunderbird	no	tested
client	naver	Naver Mail	yes	untested
client	daum	Daum Mail	yes	untested
feature	css-accent-color	accent-color	property:accent-color	look	y	n	n	n	n	n	y	n	u	u	u
feature	css-align-items	align-items	property:align-items	layout	y	n	n	n	y	y	y	n	y	u	u
feature	css-animation	animation, animation-name	property:animation,animation-name	look	y	n	n	n	n	n	y	n	n	u	u
feature	css-aspect-ratio	aspect-ratio	property:aspect-ratio	layout	y	n	n	n	n	n	n	n	n	u	u
feature	css-at-font-face	@font-face	at:font-face	look	y	n	n	a	n	n	y	n	y	n	n
feature	css-at-import	@import	at:import	look	y	n	n	y	n	n	n	n	n	n	n
feature	css-at-keyframes	@keyframes	at:keyframes	look	y	n	n	n	n	n	y	y	y	n	n
feature	css-at-media	@media	at:media	nothing	y	a	a	n	a	a	a	a	n	n	n
feature	css-at-media-device-pixel-ratio	@media (-webkit-device-pixel-ratio)	media:-webkit-device-pixel-ratio,-webkit-min-device-pixel-ratio	nothing	y	n	n	n	y	y	y	n	n	n	n
feature	css-at-media-hover	@media (hover)	media:hover	nothing	y	n	n	n	y	y	y	n	u	n	n
feature	css-at-media-orientation	@media (orientation)	media:orientation	nothing	a	y	n	n	y	y	y	n	n	n	n
feature	css-at-media-prefers-color-scheme	@media (prefers-color-scheme)	media:prefers-color-scheme	nothing	y	n	n	n	y	y	y	n	n	n	n
feature	css-at-media-prefers-reduced-motion	@media (prefers-reduced-motion)	media:prefers-reduced-motion	nothing	y	n	n	n	y	y	y	n	n	n	n
feature	css-at-supports	@supports	at:supports	nothing	y	n	n	n	n	n	y	y	n	n	n
feature	css-backdrop-filter	backdrop-filter	property:backdrop-filter	look	y	n	n	n	n	n	y	n	u	u	u
feature	css-background	background	property:background	nothing	y	y	y	a	y	y	y	a	y	u	u
feature	css-background-blend-mode	background-blend-mode	property:background-blend-mode	look	y	y	a	n	y	y	y	n	y	u	u
feature	css-background-clip	background-clip	property:background-clip	look	y	y	a	n	y	y	y	n	y	u	u
feature	css-background-color	background-color	property:background-color	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	css-background-image	background-image	property:background-image	look	y	y	y	n	y	y	y	a	y	u	u
feature	css-background-origin	background-origin	property:background-origin	look	y	y	a	n	y	y	y	n	y	u	u
feature	css-background-position	background-position	property:background-position	look	y	y	y	n	y	y	y	y	y	u	u
feature	css-background-repeat	background-repeat	property:background-repeat	look	y	y	y	n	y	y	y	y	y	u	u
feature	css-background-size	background-size	property:background-size	look	y	y	a	n	y	y	y	y	y	u	u
feature	css-block-inline-size	block-size	property:block-size	layout	y	n	n	n	n	n	y	n	y	u	u
feature	css-border	border	property:border	nothing	y	y	y	a	y	y	y	y	y	y	y
feature	css-border-collapse	border-collapse	property:border-collapse	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	css-border-image	border-image	property:border-image	look	y	n	n	n	n	n	y	n	y	u	u
feature	css-border-inline-block	border-inline, border-block	property:border-inline,border-block	look	y	n	n	n	n	n	n	n	u	u	u
feature	css-border-inline-block-individual	border-inline-start and the like	property:border-inline-start,border-inline-end,border-block-start,border-block-end	look	y	n	n	n	n	n	a	n	u	u	u
feature	css-border-inline-block-longhand	border-inline-width and the like	property:border-inline-width,border-inline-style,border-inline-color,border-block-width,border-block-style,border-block-color	look	y	n	n	n	n	n	y	n	u	u	u
feature	css-border-radius	border-radius	property:border-radius	look	y	y	y	n	y	y	y	a	y	u	u
feature	css-border-radius-logical	border-start-start-radius and the like	property:border-start-start-radius,border-start-end-radius,border-end-start-radius,border-end-end-radius	look	y	n	n	n	n	n	n	n	u	u	u
feature	css-border-spacing	border-spacing	property:border-spacing	look	y	y	y	n	y	n	y	y	y	u	u
feature	css-box-shadow	box-shadow	property:box-shadow	look	y	n	a	n	y	y	y	n	y	u	u
feature	css-box-sizing	box-sizing	property:box-sizing	look	y	y	y	n	y	y	y	n	y	u	u
feature	css-caption-side	caption-side	property:caption-side	look	y	y	y	n	y	y	y	y	y	u	u
feature	css-clear	clear	property:clear	layout	y	y	a	n	y	a	y	a	u	u	u
feature	css-clip-path	clip-path	property:clip-path	look	y	n	n	n	n	n	y	n	y	u	u
feature	css-color-scheme	color-scheme	property:color-scheme	nothing	y	n	n	n	n	n	y	n	y	u	u
feature	css-column-count	column-count	property:column-count	layout	y	y	y	n	y	y	y	n	y	u	u
feature	css-column-layout-properties	columns and the like	property:columns,column-width,column-span,column-fill	layout	y	y	y	n	y	y	y	n	y	u	u
feature	css-conic-gradient	conic-gradient()	function:conic-gradient,repeating-conic-gradient	look	y	n	n	n	n	n	a	n	y	u	u
feature	css-cursor	cursor	property:cursor	nothing	n	n	n	u	n	n	u	a	y	u	u
feature	css-direction	direction	property:direction	nothing	y	y	y	y	y	y	y	y	y	u	u
feature	css-display	display	property:display	nothing	y	y	a	a	y	y	y	a	y	u	u
feature	css-display-flex	display: flex	value:display=flex,inline-flex	layout	y	y	a	n	y	y	y	y	y	u	u
feature	css-display-grid	display: grid	value:display=grid,inline-grid	layout	y	y	a	n	y	y	y	y	y	u	u
feature	css-display-none	display: none	value:display=none	layout	y	y	y	a	y	y	y	y	y	u	u
feature	css-empty-cells	empty-cells	property:empty-cells	look	y	y	y	n	y	y	y	y	u	u	u
feature	css-filter	filter	property:filter	look	y	n	n	n	n	n	y	n	y	u	u
feature	css-flex-direction	flex-direction	property:flex-direction	layout	y	n	n	n	y	n	y	n	y	u	u
feature	css-flex-wrap	flex-wrap	property:flex-wrap	layout	y	n	n	n	y	y	y	n	y	u	u
feature	css-float	float	property:float	layout	y	y	a	n	y	y	y	a	y	u	u
feature	css-font	font	property:font	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	css-font-kerning	font-kerning	property:font-kerning	nothing	y	y	y	n	y	y	y	n	y	u	u
feature	css-font-size	font-size	property:font-size	nothing	y	y	y	a	y	y	a	a	y	y	y
feature	css-font-size-adjust	font-size-adjust	property:font-size-adjust	nothing	y	y	a	n	y	y	u	a	y	u	u
feature	css-font-stretch	font-stretch	property:font-stretch	look	y	y	n	n	y	n	n	n	y	u	u
feature	css-font-weight	font-weight	property:font-weight	nothing	y	y	y	a	y	y	y	a	y	y	y
feature	css-function-clamp	clamp()	function:clamp	layout	y	y	a	n	n	n	a	n	y	u	u
feature	css-function-light-dark	light-dark()	function:light-dark	look	y	n	n	n	n	n	a	n	y	u	u
feature	css-function-max	max()	function:max	layout	y	y	a	n	n	n	a	n	y	u	u
feature	css-function-min	min()	function:min	layout	y	y	a	n	n	n	a	n	y	u	u
feature	css-gap	gap, column-gap, row-gap	property:gap,column-gap,row-gap	layout	y	a	a	n	a	a	y	n	y	u	u
feature	css-grid-template	grid-template and the like	property:grid-template,grid-template-columns,grid-template-rows,grid-template-areas	layout	y	n	n	n	n	n	y	n	y	u	u
feature	css-height	height	property:height	nothing	y	y	y	a	y	y	y	n	y	y	y
feature	css-hyphenate-character	hyphenate-character	property:hyphenate-character	nothing	y	n	n	n	n	n	y	n	u	u	u
feature	css-hyphenate-limit-chars	hyphenate-limit-chars	property:hyphenate-limit-chars	nothing	n	n	n	n	n	n	n	n	n	u	u
feature	css-hyphens	hyphens	property:hyphens	nothing	y	n	n	n	n	n	y	n	u	u	u
feature	css-important	!important	keyword:!important	nothing	y	a	a	a	y	y	y	a	y	u	u
feature	css-inert-attribute	the inert attribute	attribute:inert	nothing	y	n	n	n	n	n	y	n	u	u	u
feature	css-inline-size	inline-size	property:inline-size	layout	n	n	n	n	n	n	y	n	y	u	u
feature	css-inset	inset	property:inset	layout	y	n	n	n	n	n	n	n	y	u	u
feature	css-intrinsic-size	fit-content, min-content, max-content	value:width=fit-content,min-content,max-content	layout	y	y	a	n	y	a	n	n	y	u	u
feature	css-justify-content	justify-content	property:justify-content	layout	y	n	n	n	y	y	y	n	y	u	u
feature	css-left-right-top-bottom	left and the like	property:left,right,top,bottom	layout	y	n	n	n	y	y	a	n	y	u	u
feature	css-letter-spacing	letter-spacing	property:letter-spacing	look	y	y	y	a	y	y	y	y	y	u	u
feature	css-line-height	line-height	property:line-height	nothing	y	y	y	a	y	y	y	y	y	y	y
feature	css-linear-gradient	linear-gradient()	function:linear-gradient,repeating-linear-gradient	look	y	y	a	n	n	n	a	n	y	u	u
feature	css-list-style	list-style	property:list-style	nothing	y	a	a	a	y	a	y	a	y	u	u
feature	css-list-style-image	list-style-image	property:list-style-image	nothing	y	n	n	n	n	n	y	n	y	u	u
feature	css-list-style-position	list-style-position	property:list-style-position	nothing	y	y	y	n	y	y	y	y	y	u	u
feature	css-list-style-type	list-style-type	property:list-style-type	nothing	y	y	y	y	y	y	y	y	y	u	u
feature	css-margin	margin	property:margin	nothing	y	a	a	a	a	a	y	a	y	y	y
feature	css-margin-negative	negative margins	value:margin=-	layout	y	n	n	n	n	n	y	n	y	u	u
feature	css-margin-block-start-end	margin-block-start, margin-block-end	property:margin-block-start,margin-block-end	layout	y	n	n	n	n	n	y	n	u	u	u
feature	css-margin-inline-block	margin-inline, margin-block	property:margin-inline,margin-block	layout	y	n	n	n	n	n	n	n	y	u	u
feature	css-margin-inline-start-end	margin-inline-start, margin-inline-end	property:margin-inline-start,margin-inline-end	layout	y	n	n	n	n	n	y	n	u	u	u
feature	css-mask-image	mask-image	property:mask-image	look	y	n	n	n	n	n	y	n	u	u	u
feature	css-max-block-size	max-block-size	property:max-block-size	layout	y	n	n	n	n	n	y	n	u	u	u
feature	css-max-height	max-height	property:max-height	look	y	y	y	n	y	y	y	y	y	u	u
feature	css-max-inline-size	max-inline-size	property:max-inline-size	layout	y	n	n	n	n	n	y	n	u	u	u
feature	css-max-width	max-width	property:max-width	nothing	y	y	y	a	y	y	y	y	y	u	u
feature	css-min-block-size	min-block-size	property:min-block-size	layout	y	n	n	n	n	n	y	n	u	u	u
feature	css-min-height	min-height	property:min-height	look	y	y	y	n	y	y	y	y	y	u	u
feature	css-min-inline-size	min-inline-size	property:min-inline-size	layout	y	n	n	n	n	n	y	n	u	u	u
feature	css-min-width	min-width	property:min-width	look	y	y	y	n	y	y	y	y	y	u	u
feature	css-mix-blend-mode	mix-blend-mode	property:mix-blend-mode	look	y	y	a	n	y	y	y	n	y	u	u
feature	css-modern-color	lch()	function:lch,oklch,lab,oklab	look	y	n	n	n	n	n	n	n	n	u	u
feature	css-nesting	nested rules	selector:&	layout	a	n	n	n	n	n	a	n	y	n	n
feature	css-object-fit	object-fit	property:object-fit	look	y	y	a	n	y	y	y	n	y	u	u
feature	css-object-position	object-position	property:object-position	look	y	y	a	n	y	y	y	n	y	u	u
feature	css-opacity	opacity	property:opacity	look	y	y	y	n	y	y	y	y	y	u	u
feature	css-orphans	orphans	property:orphans	nothing	y	n	n	n	y	y	y	n	u	u	u
feature	css-outline	outline	property:outline	nothing	y	y	y	n	y	y	y	y	y	u	u
feature	css-outline-offset	outline-offset	property:outline-offset	nothing	y	n	n	n	n	n	y	n	y	u	u
feature	css-overflow	overflow	property:overflow	nothing	a	a	a	n	a	a	a	a	y	u	u
feature	css-overflow-wrap	overflow-wrap	property:overflow-wrap	nothing	a	n	n	n	n	n	y	n	u	u	u
feature	css-padding	padding	property:padding	nothing	y	y	y	a	y	y	y	y	y	y	y
feature	css-padding-block-start-end	padding-block-start, padding-block-end	property:padding-block-start,padding-block-end	layout	y	n	n	n	n	n	y	n	u	u	u
feature	css-padding-inline-block	padding-inline, padding-block	property:padding-inline,padding-block	layout	y	n	n	n	n	n	n	n	u	u	u
feature	css-padding-inline-start-end	padding-inline-start, padding-inline-end	property:padding-inline-start,padding-inline-end	layout	y	n	n	n	n	n	y	n	u	u	u
feature	css-position	position	property:position	layout	a	n	n	n	a	n	a	a	y	u	u
feature	css-pseudo-class-active	:active	pseudo:active	nothing	n	n	n	n	a	n	n	y	y	n	n
feature	css-pseudo-class-checked	:checked	pseudo:checked	look	y	n	n	n	a	a	y	y	y	n	n
feature	css-pseudo-class-default	:default	pseudo:default	nothing	y	n	n	n	a	y	u	y	y	n	n
feature	css-pseudo-class-first-child	:first-child	pseudo:first-child	look	y	n	n	n	a	a	y	y	y	n	n
feature	css-pseudo-class-first-of-type	:first-of-type	pseudo:first-of-type	look	y	n	n	n	a	a	y	y	y	n	n
feature	css-pseudo-class-focus	:focus	pseudo:focus	nothing	n	n	n	n	a	n	y	y	y	n	n
feature	css-pseudo-class-focus-visible	:focus-visible	pseudo:focus-visible	nothing	y	n	n	n	a	a	y	y	u	n	n
feature	css-pseudo-class-focus-within	:focus-within	pseudo:focus-within	nothing	y	n	n	n	n	a	y	y	u	n	n
feature	css-pseudo-class-has	:has	pseudo:has	look	y	n	n	n	n	n	y	n	n	n	n
feature	css-pseudo-class-hover	:hover	pseudo:hover	nothing	y	y	n	n	a	n	y	y	y	n	n
feature	css-pseudo-class-lang	:lang	pseudo:lang	look	y	n	n	n	n	n	y	n	u	n	n
feature	css-pseudo-class-last-child	:last-child	pseudo:last-child	look	y	n	n	n	a	a	y	y	y	n	n
feature	css-pseudo-class-last-of-type	:last-of-type	pseudo:last-of-type	look	y	n	n	n	a	a	y	y	y	n	n
feature	css-pseudo-class-link	:link	pseudo:link	nothing	y	n	n	y	a	a	y	y	y	n	n
feature	css-pseudo-class-not	:not	pseudo:not	look	y	n	n	n	n	n	y	n	y	n	n
feature	css-pseudo-class-nth-child	:nth-child	pseudo:nth-child	look	y	n	n	n	n	n	y	n	y	n	n
feature	css-pseudo-class-nth-last-child	:nth-last-child	pseudo:nth-last-child	look	y	n	n	n	n	n	y	n	y	n	n
feature	css-pseudo-class-nth-last-of-type	:nth-last-of-type	pseudo:nth-last-of-type	look	y	n	n	n	n	n	y	n	y	n	n
feature	css-pseudo-class-nth-of-type	:nth-of-type	pseudo:nth-of-type	look	y	n	n	n	n	n	y	n	y	n	n
feature	css-pseudo-class-only-child	:only-child	pseudo:only-child	look	y	n	n	n	a	a	y	y	y	n	n
feature	css-pseudo-class-only-of-type	:only-of-type	pseudo:only-of-type	look	y	n	n	n	a	a	y	y	y	n	n
feature	css-pseudo-class-target	:target	pseudo:target	nothing	n	n	n	n	a	a	y	y	y	n	n
feature	css-pseudo-class-visited	:visited	pseudo:visited	nothing	n	n	n	n	a	a	n	y	y	n	n
feature	css-pseudo-element-after	::after	pseudo:after	look	y	n	n	n	a	n	y	n	y	n	n
feature	css-pseudo-element-before	::before	pseudo:before	look	y	n	n	n	a	n	y	n	y	n	n
feature	css-pseudo-element-first-letter	::first-letter	pseudo:first-letter	look	y	n	n	n	a	n	y	y	y	n	n
feature	css-pseudo-element-first-line	::first-line	pseudo:first-line	look	y	n	n	n	a	n	y	y	y	n	n
feature	css-pseudo-element-marker	::marker	pseudo:marker	look	y	n	n	n	n	n	y	y	y	n	n
feature	css-pseudo-element-placeholder	::placeholder	pseudo:placeholder	look	y	n	n	n	a	n	y	y	y	n	n
feature	css-radial-gradient	radial-gradient()	function:radial-gradient,repeating-radial-gradient	look	y	y	a	n	n	n	y	n	y	u	u
feature	css-resize	resize	property:resize	look	n	n	n	n	n	n	y	n	u	u	u
feature	css-rgb	rgb()	function:rgb	look	y	a	a	a	y	y	y	a	y	u	u
feature	css-rgba	rgba()	function:rgba	look	y	a	a	n	y	y	y	a	y	u	u
feature	css-scroll-snap	scroll-snap-type, scroll-snap-align	property:scroll-snap-type,scroll-snap-align	nothing	y	n	n	n	n	n	y	n	y	u	u
feature	css-selector-adjacent-sibling	the + combinator	selector:+	nothing	y	y	a	n	y	y	y	y	y	n	n
feature	css-selector-attribute	attribute selectors	selector:[	nothing	y	a	a	n	a	a	y	a	y	n	n
feature	css-selector-chaining	selectors of two classes	selector:.a.b	nothing	y	y	a	n	n	y	y	y	y	n	n
feature	css-selector-child	the > combinator	selector:>	nothing	y	y	a	n	y	y	y	y	y	n	n
feature	css-selector-class	class selectors	selector:.	nothing	y	y	a	y	y	y	y	y	y	n	n
feature	css-selector-descendant	descendant selectors	selector:space	nothing	y	y	a	y	y	y	y	y	y	n	n
feature	css-selector-general-sibling	the ~ combinator	selector:~	nothing	y	y	a	n	y	y	y	y	y	n	n
feature	css-selector-grouping	selector lists	selector:comma	nothing	y	y	a	y	y	y	y	y	y	n	n
feature	css-selector-id	id selectors	selector:#	nothing	y	y	a	y	y	y	y	y	y	n	n
feature	css-selector-type	element selectors	selector:type	nothing	y	y	a	y	y	y	y	y	y	n	n
feature	css-selector-universal	the * selector	selector:*	nothing	y	y	a	n	y	y	y	y	y	n	n
feature	css-shape-margin	shape-margin	property:shape-margin	nothing	y	n	n	n	n	n	y	n	y	u	u
feature	css-shape-outside	shape-outside	property:shape-outside	layout	y	n	n	n	n	n	y	n	y	u	u
feature	css-system-ui	system-ui fonts	value:font-family=system-ui,ui-serif,ui-sans-serif,ui-rounded,ui-monospace	look	y	y	a	n	y	a	a	y	a	u	u
feature	css-tab-size	tab-size	property:tab-size	nothing	y	n	n	n	y	n	y	n	u	u	u
feature	css-table-layout	table-layout	property:table-layout	look	y	y	y	n	y	n	y	y	u	u	u
feature	css-text-align	text-align	property:text-align	nothing	y	y	a	a	y	a	a	a	y	y	y
feature	css-text-align-last	text-align-last	property:text-align-last	nothing	y	y	y	n	n	n	y	n	u	u	u
feature	css-text-decoration	text-decoration	property:text-decoration	nothing	y	y	a	a	y	y	y	y	y	y	y
feature	css-text-decoration-color	text-decoration-color	property:text-decoration-color	nothing	y	y	a	n	y	y	y	y	y	u	u
feature	css-text-decoration-line	text-decoration-line	property:text-decoration-line	nothing	y	y	y	n	y	y	y	y	y	u	u
feature	css-text-decoration-skip-ink	text-decoration-skip-ink	property:text-decoration-skip-ink	nothing	y	n	n	n	n	n	y	n	y	u	u
feature	css-text-decoration-style	text-decoration-style	property:text-decoration-style	nothing	y	y	y	n	y	y	y	y	y	u	u
feature	css-text-decoration-thickness	text-decoration-thickness	property:text-decoration-thickness	nothing	y	n	n	n	n	n	y	n	y	u	u
feature	css-text-emphasis	text-emphasis	property:text-emphasis	look	y	y	n	n	y	n	n	n	u	u	u
feature	css-text-emphasis-position	text-emphasis-position	property:text-emphasis-position	look	y	n	n	n	n	n	n	n	u	u	u
feature	css-text-indent	text-indent	property:text-indent	look	y	a	a	y	y	y	y	a	y	u	u
feature	css-text-justify	text-justify	property:text-justify	nothing	n	a	n	a	a	n	n	a	u	u	u
feature	css-text-orientation	text-orientation	property:text-orientation	look	y	y	y	n	y	y	y	n	y	u	u
feature	css-text-overflow	text-overflow	property:text-overflow	look	y	y	a	n	y	y	n	n	y	u	u
feature	css-text-shadow	text-shadow	property:text-shadow	look	y	n	n	n	n	n	y	y	y	u	u
feature	css-text-transform	text-transform	property:text-transform	look	y	y	y	a	y	y	y	y	y	u	u
feature	css-text-underline-offset	text-underline-offset	property:text-underline-offset	nothing	y	n	n	n	n	n	y	n	y	u	u
feature	css-text-underline-position	text-underline-position	property:text-underline-position	nothing	a	y	a	n	y	n	y	n	y	u	u
feature	css-text-wrap	text-wrap	property:text-wrap	nothing	y	n	n	n	n	n	y	n	u	u	u
feature	css-transform	transform	property:transform	look	y	n	n	n	n	n	y	n	y	u	u
feature	css-transition	transition	property:transition	look	y	n	n	n	n	n	a	a	y	u	u
feature	css-unit-calc	calc()	function:calc	layout	y	y	a	n	n	n	y	n	y	u	u
feature	css-unit-ch	the unit ch	unit:ch	nothing	y	y	y	n	y	y	y	n	y	u	u
feature	css-unit-cm	the unit cm	unit:cm	nothing	y	y	y	y	y	y	y	y	y	u	u
feature	css-unit-em	the unit em	unit:em	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	css-unit-ex	the unit ex	unit:ex	nothing	y	y	y	y	y	y	y	y	y	u	u
feature	css-unit-in	the unit in	unit:in	nothing	y	y	y	y	y	y	y	y	y	u	u
feature	css-unit-initial	initial	value:*=initial	nothing	y	a	a	n	y	y	y	n	y	u	u
feature	css-unit-mm	the unit mm	unit:mm	nothing	y	y	y	y	y	y	y	y	y	u	u
feature	css-unit-pc	the unit pc	unit:pc	nothing	y	y	y	y	y	y	y	y	y	u	u
feature	css-unit-percent	%	unit:%	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	css-unit-pt	the unit pt	unit:pt	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	css-unit-px	the unit px	unit:px	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	css-unit-rem	the unit rem	unit:rem	layout	y	y	y	n	y	y	y	n	y	u	u
feature	css-unit-vh	the unit vh	unit:vh	layout	a	y	y	n	y	y	y	y	y	u	u
feature	css-unit-vmax	the unit vmax	unit:vmax	layout	y	y	y	n	y	y	y	n	y	u	u
feature	css-unit-vmin	the unit vmin	unit:vmin	layout	y	y	y	n	y	y	y	n	y	u	u
feature	css-unit-vw	the unit vw	unit:vw	layout	y	y	y	n	y	y	y	y	y	u	u
feature	css-user-select	user-select	property:user-select	nothing	a	n	n	n	n	n	y	n	u	u	u
feature	css-variables	var() and custom properties	function:var	layout	y	n	n	n	n	n	y	n	y	u	u
feature	css-vertical-align	vertical-align	property:vertical-align	look	y	y	y	y	y	y	y	y	y	y	y
feature	css-visibility	visibility	property:visibility	layout	y	n	n	n	y	y	y	y	y	u	u
feature	css-white-space	white-space	property:white-space	look	y	y	a	n	y	y	n	y	y	u	u
feature	css-white-space-collapse	white-space-collapse	property:white-space-collapse	nothing	y	n	n	n	n	n	y	n	u	u	u
feature	css-widows	widows	property:widows	nothing	y	n	n	n	y	y	y	n	u	u	u
feature	css-width	width	property:width	nothing	y	y	y	a	y	y	y	y	y	y	y
feature	css-word-break	word-break	property:word-break	look	a	y	a	y	a	a	a	n	y	u	u
feature	css-word-spacing	word-spacing	property:word-spacing	look	y	y	y	n	y	y	y	a	y	u	u
feature	css-word-wrap	word-wrap	property:word-wrap	nothing	y	a	a	n	y	n	u	y	u	u	u
feature	css-writing-mode	writing-mode	property:writing-mode	look	y	y	a	n	y	y	y	n	y	u	u
feature	css-z-index	z-index	property:z-index	look	y	n	n	n	y	y	y	y	y	u	u
feature	html-abbr	<abbr>	element:abbr	nothing	y	y	y	n	y	y	y	n	y	u	u
feature	html-acronym	<acronym>	element:acronym	nothing	y	y	y	n	y	y	y	n	y	u	u
feature	html-address	<address>	element:address	nothing	y	y	y	y	y	y	y	y	y	u	u
feature	html-align	the attribute align	attribute:align	nothing	y	y	y	y	y	a	y	y	y	y	y
feature	html-anchor-links	links inside the mail (#name)	link:#	look	y	y	n	y	y	y	n	a	y	u	u
feature	html-aria-describedby	the attribute aria-describedby	attribute:aria-describedby	nothing	y	n	n	n	y	y	y	n	n	u	u
feature	html-aria-hidden	the attribute aria-hidden	attribute:aria-hidden	nothing	y	y	y	y	y	y	y	n	n	u	u
feature	html-aria-label	the attribute aria-label	attribute:aria-label	nothing	y	y	y	y	y	y	y	n	n	u	u
feature	html-aria-labelledby	the attribute aria-labelledby	attribute:aria-labelledby	nothing	y	n	n	n	n	y	y	n	n	u	u
feature	html-aria-live	the attribute aria-live	attribute:aria-live	nothing	y	y	y	a	n	n	y	n	n	u	u
feature	html-audio	<audio>	element:audio	layout	y	n	n	n	n	n	y	n	y	u	u
feature	html-background	the attribute background	attribute:background	nothing	y	y	a	a	y	y	y	y	y	u	u
feature	html-base	<base>	element:base	layout	y	a	a	y	a	n	y	a	y	u	u
feature	html-bdi	<bdi>	element:bdi	nothing	y	n	n	n	n	n	y	n	y	u	u
feature	html-blockquote	<blockquote>	element:blockquote	nothing	y	y	y	y	y	y	y	y	y	u	u
feature	html-body	<body>	element:body	nothing	y	a	a	y	a	n	y	a	y	u	u
feature	html-button-reset	<button type="reset">	attribute:button[type=reset]	layout	y	y	a	n	y	n	y	n	a	u	u
feature	html-button-submit	<button type="submit">	attribute:button[type=submit]	layout	y	y	a	n	n	n	y	y	y	u	u
feature	html-cellpadding	the attribute cellpadding	attribute:cellpadding	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	html-cellspacing	the attribute cellspacing	attribute:cellspacing	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	html-code	<code>	element:code	nothing	y	y	y	y	y	y	y	y	y	u	u
feature	html-del	<del>	element:del	nothing	y	y	y	y	y	y	y	y	y	u	u
feature	html-dfn	<dfn>	element:dfn	nothing	y	y	y	a	y	y	y	y	y	u	u
feature	html-dialog	<dialog>	element:dialog	layout	y	n	n	n	n	n	y	n	y	u	u
feature	html-dir	the attribute dir	attribute:dir	nothing	y	y	y	a	y	y	y	y	y	u	u
feature	html-div	<div>	element:div	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	html-form	<form>	element:form	layout	y	y	a	n	a	a	y	y	y	u	u
feature	html-h1-h6	<h1> to <h6>	element:h1,h2,h3,h4,h5,h6	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	html-height	the attribute height	attribute:height	nothing	y	y	y	a	y	y	y	y	y	y	y
feature	html-hidden	the attribute hidden	attribute:hidden	layout	y	n	n	n	n	n	y	n	y	u	u
feature	html-hr	<hr>	element:hr	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	html-image-maps	image maps	element:map	layout	y	y	y	y	y	y	y	y	y	u	u
feature	html-img	<img>	element:img	nothing	y	y	y	y	y	y	y	y	u	y	y
feature	html-input-checkbox	<input type="checkbox">	attribute:input[type=checkbox]	layout	y	y	y	n	y	y	y	y	a	u	u
feature	html-input-hidden	<input type="hidden">	attribute:input[type=hidden]	nothing	y	y	y	n	y	y	y	y	a	u	u
feature	html-input-radio	<input type="radio">	attribute:input[type=radio]	layout	y	y	y	n	y	y	y	y	a	u	u
feature	html-input-reset	<input type="reset">	attribute:input[type=reset]	layout	y	y	a	n	y	y	y	y	a	u	u
feature	html-input-submit	<input type="submit">	attribute:input[type=submit]	layout	y	y	a	n	n	n	y	y	y	u	u
feature	html-input-text	<input type="text">	attribute:input[type=text]	layout	y	y	y	n	y	n	n	y	a	u	u
feature	html-lang	the attribute lang	attribute:lang	nothing	y	y	y	y	y	y	y	a	y	u	u
feature	html-link	<link>	element:link	layout	y	n	n	y	n	n	n	n	n	u	u
feature	html-lists	lists	element:ul,ol,dl	nothing	y	a	a	a	a	a	y	a	y	y	y
feature	html-loading-attribute	the loading attribute	attribute:loading	nothing	y	n	n	n	n	n	y	n	y	u	u
feature	html-mailto-links	mailto: links	link:mailto	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	html-marquee	<marquee>	element:marquee	look	y	n	n	n	a	a	y	a	y	u	u
feature	html-meta-color-scheme	<meta name="color-scheme">	attribute:meta[name=color-scheme]	nothing	n	n	n	n	n	n	n	n	y	u	u
feature	html-meter	<meter>	element:meter	layout	y	n	n	n	y	y	y	n	y	u	u
feature	html-object	<object>	element:object	layout	a	n	n	n	n	n	a	n	a	u	u
feature	html-p	<p>	element:p	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	html-picture	<picture>	element:picture	nothing	a	n	n	n	n	n	y	n	y	u	u
feature	html-popover	the attribute popover	attribute:popover	layout	y	n	n	n	n	n	a	n	n	u	u
feature	html-pre	<pre>	element:pre	nothing	y	y	y	y	y	y	y	y	y	u	u
feature	html-progress	<progress>	element:progress	layout	y	n	n	n	n	n	y	n	y	u	u
feature	html-required	the attribute required	attribute:required	nothing	y	n	n	n	n	n	y	n	y	u	u
feature	html-role	the attribute role	attribute:role	nothing	y	y	y	y	y	y	y	a	y	u	u
feature	html-rp	<rp>	element:rp	nothing	y	n	n	n	y	y	y	y	y	u	u
feature	html-rt	<rt>	element:rt	nothing	y	n	n	n	y	y	y	y	y	u	u
feature	html-ruby	<ruby>	element:ruby	nothing	y	n	n	n	y	y	y	y	y	u	u
feature	html-select	<select>	element:select	layout	a	y	a	n	y	y	y	y	a	u	u
feature	html-semantics	HTML5 sections (<section>, <main>, <header> and the like)	element:article,aside,figcaption,figure,footer,header,main,nav,section	layout	y	a	a	n	a	a	y	n	y	u	u
feature	html-small	<small>	element:small	nothing	y	y	y	y	y	y	y	y	y	u	u
feature	html-span	<span>	element:span	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	html-srcset	the attribute srcset	attribute:srcset	nothing	y	n	n	n	n	n	y	n	y	u	u
feature	html-strike	<strike>	element:strike	nothing	y	y	a	y	y	y	y	y	y	u	u
feature	html-strong	<strong>	element:strong	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	html-style	<style>	element:style	nothing	y	a	a	a	y	y	y	y	y	n	n
feature	html-svg	<svg>	element:svg	layout	a	n	n	n	n	n	y	n	y	u	u
feature	html-table	<table>	element:table	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	html-target	the attribute target	attribute:target	nothing	a	n	n	a	n	a	a	n	a	u	u
feature	html-textarea	<textarea>	element:textarea	layout	y	y	y	n	y	n	n	y	a	u	u
feature	html-valign	the attribute valign	attribute:valign	nothing	y	y	y	y	y	y	y	y	y	y	y
feature	html-video	<video>	element:video	layout	a	n	n	n	n	n	a	n	y	u	u
feature	html-wbr	<wbr>	element:wbr	nothing	y	y	n	n	y	y	y	y	y	u	u
feature	html-width	the attribute width	attribute:width	nothing	y	y	y	a	y	y	y	y	y	y	y
feature	image-apng	APNG images	image:apng	layout	y	n	n	n	y	n	y	y	y	u	u
feature	image-avif	AVIF images	image:avif	layout	y	a	a	n	y	y	y	y	y	u	u
feature	image-base64	images as data: URIs	image:data	layout	y	n	n	a	y	y	y	y	y	u	u
feature	image-bmp	BMP images	image:bmp	layout	y	a	a	y	y	y	y	y	y	u	u
feature	image-gif	GIF images	image:gif	layout	y	y	y	a	y	y	y	y	y	y	y
feature	image-hdr	HDR images	image:hdr	layout	n	n	n	n	n	n	n	n	n	u	u
feature	image-heif	HEIF images	image:heif,heic	layout	y	a	a	n	n	n	n	a	n	u	u
feature	image-ico	ICO images	image:ico	layout	y	y	y	n	y	y	y	y	y	u	u
feature	image-jpg	JPG images	image:jpg,jpeg	layout	y	y	y	y	y	y	y	y	y	y	y
feature	image-mp4	video in <img>	image:mp4	layout	y	n	n	n	y	n	n	y	n	u	u
feature	image-png	PNG images	image:png	layout	y	y	y	y	y	y	y	y	y	y	y
feature	image-svg	SVG images	image:svg	layout	y	n	a	y	y	y	y	y	y	u	u
feature	image-tiff	TIFF images	image:tiff,tif	layout	y	a	a	n	n	n	n	n	n	u	u
feature	image-webp	WEBP images	image:webp	layout	y	a	a	n	y	y	y	y	y	u	u

"""##
}
