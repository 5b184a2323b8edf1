#ifndef PARCELPOST_CXML_SHIM_H
#define PARCELPOST_CXML_SHIM_H
// Debian's libxml2 pulls in ICU's headers, whose types clash with those of Foundation's own ICU. Only the handler of an encoding,
// which is never touched here, looks different without them.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#endif
