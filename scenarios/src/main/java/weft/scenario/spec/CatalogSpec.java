package weft.scenario.spec;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hardware that a scenario adds to the catalogue, or changes in it.
 *
 * @param entries in the order of the file
 */
public record CatalogSpec(List<Entry> entries) {

  /** The key that names the entry to start from. */
  public static final String BASED_ON = "based-on";

  /** The value that takes a property away, where it can be left out and is no text. */
  public static final String NONE = "none";

  public CatalogSpec {
    entries = List.copyOf(entries);
  }

  /**
   * An entry of the catalogue, without what it is.
   *
   * @param kind such as {@code switch}
   * @param name such as {@code qm9700}
   */
  public record Name(String kind, String name) {

    /** Where it stands in a scenario file. */
    public String path() {
      return "catalog." + kind + "." + name;
    }
  }

  /**
   * An entry as far as the scenario gives it.
   *
   * @param name which entry
   * @param basedOn the name of the entry to start from, of the same kind; null if it starts from
   *     the catalogue's entry of its own name or, if there is none, from nothing
   * @param figures its properties, each at most once
   * @param source where it is given, for people
   */
  public record Entry(Name name, @Nullable String basedOn, List<Given> figures, String source) {

    public Entry {
      figures = List.copyOf(figures);
    }
  }

  /**
   * A property that the scenario gives.
   *
   * @param property such as {@code port-rate}
   * @param value a text, or a decimal number in the unit that code uses: bits a second, bytes,
   *     picoseconds, watts, FLOP/s; null takes the property away
   * @param source where it is given, for people
   */
  public record Given(String property, @Nullable String value, String source) {}
}
