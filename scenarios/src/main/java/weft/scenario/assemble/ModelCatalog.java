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
import weft.sim.workload.llm.TransformerModel;
import weft.topology.hardware.Confidence;
import weft.topology.hardware.Figure;
import weft.topology.hardware.Property;

/** The transformer models that scenarios can name, from a data file beside this class. */
public final class ModelCatalog {

  private static final String KIND = "model";

  private final List<Entry> entries;

  /**
   * A model with its source.
   *
   * @param model its shape
   * @param source where the shape is stated
   */
  public record Entry(TransformerModel model, String source) {}

  private ModelCatalog(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** The models that come with Weft. */
  public static ModelCatalog standard() {
    List<Entry> entries = new ArrayList<>();
    try (InputStream stream =
            Objects.requireNonNull(ModelCatalog.class.getResourceAsStream("models.csv"));
        CsvReader<NamedCsvRecord> rows =
            CsvReader.builder()
                .ofNamedCsvRecord(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
      for (NamedCsvRecord row : rows) {
        entries.add(new Entry(model(row), row.getField("source")));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ModelCatalog(entries);
  }

  /** All models, in the order of the file. */
  public List<Entry> entries() {
    return entries;
  }

  /** What the figures mean. */
  public List<Property> properties() {
    return List.of(
        property("hidden", "Width of the hidden state."),
        property("layers", "Number of layers."),
        property("heads", "Number of attention heads."),
        property("feed-forward", "Width of the feed-forward layer."),
        property("vocabulary", "Number of tokens known, as padded for training."));
  }

  private static Property property(String name, String meaning) {
    return new Property(KIND, name, "count", null, BigDecimal.ONE, null, null, meaning);
  }

  /** All figures as rows of a catalogue. */
  public List<Figure> figures() {
    List<Figure> figures = new ArrayList<>();
    for (Entry entry : entries) {
      TransformerModel model = entry.model();
      figures.add(figure(entry, "hidden", model.hidden()));
      figures.add(figure(entry, "layers", model.layers()));
      figures.add(figure(entry, "heads", model.heads()));
      figures.add(figure(entry, "feed-forward", model.feedForward()));
      figures.add(figure(entry, "vocabulary", model.vocabulary()));
    }
    return figures;
  }

  private static Figure figure(Entry entry, String property, int value) {
    return new Figure(
        KIND,
        entry.model().name(),
        property,
        Integer.toString(value),
        "count",
        entry.source(),
        Confidence.READ);
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
        Integer.parseInt(row.getField("hidden")),
        Integer.parseInt(row.getField("layers")),
        Integer.parseInt(row.getField("heads")),
        Integer.parseInt(row.getField("feed-forward")),
        Integer.parseInt(row.getField("vocabulary")));
  }
}
