package sheet

// The limits. They bound time and memory by the size of the file, and are well above what an office
// files: a workbook of 1,000,000 rows and 12 columns is 574 MB of XML at a ratio of 10; repetitive
// ones reach 40.
const (
	maxEntries    = 10_000  // entries of the zip
	maxEndMarks   = 16      // positions that could be the end of the zip
	maxDirectory  = 4 << 20 // bytes of the zip's directory
	maxUnpacked   = 4 << 30 // bytes of all parts together
	maxRatio      = 64      // unpacked to packed, for parts above freeUnpacked
	freeUnpacked  = 16 << 20
	maxSmallPart  = 64 << 20 // bytes of workbook, relationships and styles
	maxSheets     = 1_000
	maxStyles     = 65_536
	maxDepth      = 128     // open XML elements
	maxAttributes = 256     // of one XML element
	maxToken      = 1 << 20 // bytes of one XML tag or run of text

	maxRows         = 1_048_576   // of a sheet, as in Excel
	maxColumns      = 16_384      // of a row, as in Excel (XFD)
	maxText         = 4 * 32_767  // bytes of one cell; Excel's limit is 32,767 characters
	maxRawText      = 2 * maxText // bytes of one cell before its _xHHHH_ escapes are resolved
	maxRowText      = 16 << 20    // bytes of one row's own texts
	maxStrings      = 16 << 20    // shared strings
	maxStringBytes  = 512 << 20   // bytes of all shared strings
	maxMerges       = 1_000_000   // merged regions of a sheet
	maxMergedText   = 32 << 20    // bytes of the merged regions that are open at one row
	maxMergedCells  = 50_000_000  // cells of a sheet filled by merged regions
	maxSparse       = 50_000_000  // empty cells handed out beyond maxSparseFactor for each value
	maxSparseFactor = 8           //
	maxRecord       = 4 << 20     // bytes of one CSV record
	maxFields       = maxColumns  // of a CSV or JSON record
	maxKey          = 1_024       // bytes of one JSON key
	maxList         = 10_000      // scalars of one JSON list
	maxConverted    = 64 << 20    // bytes of a file to be converted by LibreOffice
	maxHeld         = 2_000_000   // cells of an OpenDocument spreadsheet
	maxSheetName    = 1_024       // bytes
	maxBinaryRecord = 1 << 20     // bytes of a record of .xlsb that is looked at: no row, cell or name of a sheet takes as many
	checkContext    = 256         // rows between two checks of the context
	chunk           = 256 << 10   // bytes read at once
	delimiterSample = 64 << 10    // bytes searched for the delimiter
)
