package weft.topology.hardware;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import weft.topology.error.TopologyException;

/** Reads figures from CSV with the columns of {@link Figure}, in any order. */
final class FigureReader {

  private FigureReader() {}

  /** Reads a data file that lies beside this class. */
  static List<Figure> readResource(String resource) {
    try (InputStream stream = FigureReader.class.getResourceAsStream(resource)) {
      if (stream == null) {
        throw new TopologyException("the data file " + resource + " is missing from the build");
      }
      return read(resource, new InputStreamReader(stream, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new TopologyException("cannot read the data file " + resource, e);
    }
  }

  /**
   * Reads all rows.
   *
   * @param file how messages call the source of the text
   */
  static List<Figure> read(String file, Reader text) throws IOException {
    List<Figure> figures = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(text)) {
      for (NamedCsvRecord row : rows) {
        String position = file + ":" + row.getStartingLineNumber() + ": ";
        try {
          figures.add(
              new Figure(
                  field(row, "kind"),
                  field(row, "name"),
                  field(row, "property"),
                  field(row, "value"),
                  field(row, "unit"),
                  field(row, "source"),
                  Confidence.ofWord(field(row, "confidence"))));
        } catch (TopologyException e) {
          throw new TopologyException(position + e.getMessage(), e);
        }
      }
    }
    return figures;
  }

  private static String field(NamedCsvRecord row, String column) {
    return row.findField(column)
        .map(String::strip)
        .filter(value -> !value.isEmpty())
        .orElseThrow(() -> new TopologyException("no " + column));
  }
}
