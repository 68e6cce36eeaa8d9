package weft.scenario.spec;

import java.util.Set;

/** What the program knows about the things that scenarios name. */
public interface Catalogue {

  /** The known names of a kind, in the order in which they are to be listed. */
  Set<String> names(NameKind kind);

  /**
   * The dimensions of a known model.
   *
   * @param name one of {@link #names} of {@link NameKind#MODEL}
   */
  ModelSpec.Custom model(String name);

  /**
   * Counts of the fabric, without building it unless it comes from a file.
   *
   * @throws IllegalArgumentException if no such fabric can be built; its message, whole sentences
   *     with a way out, is shown to the user
   */
  FabricFacts fabric(FabricSpec fabric);
}
