package weft.topology.hardware;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Reads {@code properties.csv}, which says what each figure of the catalogue means. */
final class PropertyReader {

  private PropertyReader() {}

  static List<Property> readResource() {
    List<Property> properties = new ArrayList<>();
    try (Reader text =
            new InputStreamReader(
                Objects.requireNonNull(PropertyReader.class.getResourceAsStream("properties.csv")),
                StandardCharsets.UTF_8);
        CsvReader<NamedCsvRecord> rows = CsvReader.builder().ofNamedCsvRecord(text)) {
      for (NamedCsvRecord row : rows) {
        properties.add(
            new Property(
                row.getField("kind"),
                row.getField("property"),
                row.getField("unit"),
                field(row, "names").orElse(null),
                field(row, "least").map(BigDecimal::new).orElse(null),
                field(row, "most").map(BigDecimal::new).orElse(null),
                field(row, "absent").orElse(null),
                row.getField("meaning")));
      }
    } catch (IOException e) {
      throw new IllegalStateException("the properties of the catalogue cannot be read", e);
    }
    return List.copyOf(properties);
  }

  private static Optional<String> field(NamedCsvRecord row, String column) {
    return Optional.of(row.getField(column)).filter(value -> !value.isEmpty());
  }
}
