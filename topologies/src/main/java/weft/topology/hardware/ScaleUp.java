package weft.topology.hardware;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weft.topology.error.Suggestion;
import weft.topology.error.TopologyException;

/**
 * How the GPUs of a node reach each other without the host.
 *
 * @param kind over switches, directly, or not at all
 * @param link with {@link Kind#SWITCHED}, between one GPU and all switches together, with {@link
 *     Kind#MESH}, between two GPUs; null with {@link Kind#NONE}
 * @param switches how many switches share the GPUs' lanes evenly; 0 where there are none
 */
public record ScaleUp(Kind kind, @Nullable LinkType link, int switches) {

  /** The shape of the scale-up network. */
  public enum Kind {
    /** Every GPU on every scale-up switch. */
    SWITCHED("switched"),
    /** A link between every two GPUs. */
    MESH("mesh"),
    /** No scale-up network. */
    NONE("none");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    static Kind ofWord(String word) {
      List<String> words = Arrays.stream(values()).map(kind -> kind.word).toList();
      return Arrays.stream(values())
          .filter(kind -> kind.word.equals(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new TopologyException(
                      "unknown scale-up \"%s\". %s"
                          .formatted(word, Suggestion.sentence(word, words))));
    }
  }

  /**
   * Checks that the parts fit.
   *
   * @throws TopologyException if the link is missing or has no use, or the switches cannot share it
   */
  public ScaleUp {
    if ((kind == Kind.NONE) != (link == null)) {
      throw new TopologyException(
          kind == Kind.NONE
              ? "a scale-up link without a scale-up network. Maybe scale-up: switched."
              : "a scale-up network without a scale-up link. Maybe scale-up: none.");
    }
    if (kind == Kind.SWITCHED ? switches < 1 : switches != 0) {
      throw new TopologyException(
          "%d scale-up switches in a node whose scale-up is %s. Maybe scale-up-switches: %d."
              .formatted(switches, kind.word, kind == Kind.SWITCHED ? 1 : 0));
    }
    if (kind == Kind.SWITCHED && link != null && link.rateBps() % switches != 0) {
      throw new TopologyException(
          "%d scale-up switches cannot share %,d b/s evenly".formatted(switches, link.rateBps()));
    }
  }

  static ScaleUp from(Entry entry, Shelf<LinkType> links) {
    Kind kind = Kind.ofWord(entry.text("scale-up", Kind.SWITCHED.word));
    return new ScaleUp(
        kind,
        kind == Kind.NONE ? null : links.get(entry.text("scale-up-link")),
        entry.count("scale-up-switches", kind == Kind.SWITCHED ? 1 : 0));
  }
}
