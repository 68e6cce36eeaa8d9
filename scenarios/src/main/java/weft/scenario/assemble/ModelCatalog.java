package weft.scenario.assemble;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import weft.sim.workload.llm.Attention;
import weft.sim.workload.llm.Experts;
import weft.sim.workload.llm.TransformerModel;
import weft.topology.hardware.Confidence;
import weft.topology.hardware.Figure;
import weft.topology.hardware.Property;

/** The transformer models that scenarios can name, from a data file beside this class. */
public final class ModelCatalog {

  private static final String KIND = "model";
  private static final String YES = "yes";
  private static final String ABSENT = "it has none";

  /** Word with which the source of a shape begins that nobody has published. */
  private static final String ASSUMPTION = "assumption";

  private final List<Entry> entries;
  private final List<Figure> figures;

  /**
   * A model with its source.
   *
   * @param model its shape
   * @param source where the shape is stated
   */
  public record Entry(TransformerModel model, String source) {}

  private ModelCatalog(List<Entry> entries, List<Figure> figures) {
    this.entries = List.copyOf(entries);
    this.figures = List.copyOf(figures);
  }

  /** The models that come with Weft. */
  public static ModelCatalog standard() {
    List<Entry> entries = new ArrayList<>();
    List<Figure> figures = new ArrayList<>();
    try (InputStream stream =
            Objects.requireNonNull(ModelCatalog.class.getResourceAsStream("models.csv"));
        CsvReader<NamedCsvRecord> rows =
            CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (NamedCsvRecord row : rows) {
        entries.add(new Entry(model(row), row.getField("source")));
        figures.addAll(figures(row));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ModelCatalog(entries, figures);
  }

  /** All models, in the order of the file. */
  public List<Entry> entries() {
    return entries;
  }

  /** What the figures mean. */
  public List<Property> properties() {
    return List.of(
        count("hidden", "Width of the hidden state."),
        count("layers", "Number of layers."),
        count("heads", "Number of attention heads."),
        count("kv-heads", "Number of attention heads of keys and values."),
        count("head-size", "Width of a head."),
        count("feed-forward", "Width of the feed-forward layer."),
        text("gated", "Whether the feed-forward layer is gated (SwiGLU)."),
        count("vocabulary", "Number of tokens known, as padded for training."),
        text("tied", "Whether input and output embedding are one matrix."),
        count("experts", "Number of experts among which tokens are routed."),
        count("active-experts", "Number of experts that a token goes to."),
        count("shared-experts", "Number of experts that every token goes to besides."),
        count("expert-size", "Width of an expert."),
        count("dense-layers", "Number of layers before the first with experts."),
        count("expert-groups", "Number of equal groups of experts."),
        count("active-expert-groups", "Number of groups in which the experts of a token are."),
        count("query-rank", "Width that queries are compressed to."),
        count("kv-rank", "Width that keys and values are compressed to."),
        count("position-size", "Width of the part of a key that carries the position."));
  }

  private static Property count(String name, String meaning) {
    return new Property(KIND, name, "count", null, BigDecimal.ONE, null, ABSENT, meaning);
  }

  private static Property text(String name, String meaning) {
    return new Property(KIND, name, Property.TEXT, null, null, null, ABSENT, meaning);
  }

  /** All figures as rows of a catalogue. */
  public List<Figure> figures() {
    return figures;
  }

  private static List<Figure> figures(NamedCsvRecord row) {
    String source = row.getField("source");
    List<Figure> figures = new ArrayList<>();
    for (String property : row.getHeader()) {
      String value = row.getField(property);
      if (!property.equals("name") && !property.equals("source") && !value.isEmpty()) {
        boolean number = Character.isDigit(value.charAt(0));
        figures.add(
            new Figure(
                KIND,
                row.getField("name"),
                property,
                value,
                number ? "count" : Property.TEXT,
                source,
                source.startsWith(ASSUMPTION) ? Confidence.UNSOURCED : Confidence.READ));
      }
    }
    return figures;
  }

  /**
   * The model with a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public TransformerModel get(String name) {
    return entries.stream()
        .map(Entry::model)
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no model " + name));
  }

  private static TransformerModel model(NamedCsvRecord row) {
    return new TransformerModel(
        row.getField("name"),
        count(row, "hidden"),
        count(row, "layers"),
        attention(row),
        count(row, "feed-forward"),
        row.getField("gated").equals(YES),
        row.getField("experts").isEmpty() ? null : experts(row),
        count(row, "vocabulary"),
        row.getField("tied").equals(YES));
  }

  private static Attention attention(NamedCsvRecord row) {
    return new Attention(
        count(row, "heads"),
        count(row, "kv-heads"),
        count(row, "head-size"),
        row.getField("query-rank").isEmpty()
            ? null
            : new Attention.Latent(
                count(row, "query-rank"),
                count(row, "kv-rank"),
                count(row, "position-size"),
                count(row, "head-size")));
  }

  private static Experts experts(NamedCsvRecord row) {
    return new Experts(
        count(row, "experts"),
        count(row, "active-experts"),
        count(row, "shared-experts"),
        count(row, "expert-size"),
        count(row, "dense-layers"),
        row.getField("expert-groups").isEmpty() ? 1 : count(row, "expert-groups"),
        row.getField("active-expert-groups").isEmpty() ? 1 : count(row, "active-expert-groups"));
  }

  private static int count(NamedCsvRecord row, String property) {
    return Integer.parseInt(row.getField(property));
  }
}
