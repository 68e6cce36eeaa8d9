package weft.sim.workload.llm;

import org.jspecify.annotations.Nullable;

/**
 * The attention block of a transformer layer.
 *
 * @param heads query heads <i>a</i>
 * @param keyValueHeads heads of keys and values: as many as {@code heads} (multi-head), fewer
 *     (grouped-query), or 1 (multi-query)
 * @param headSize width of a head <i>d</i>; with latent attention that of the part of a query and
 *     key without the position
 * @param latent how keys and values are compressed; null if they are not
 */
public record Attention(int heads, int keyValueHeads, int headSize, @Nullable Latent latent) {

  /**
   * Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434, section 2.1): queries, and keys
   * with values, pass through narrow layers; a part of each key carries the position and is shared
   * by all heads. The width of a query and key is {@code headSize + positionSize}.
   *
   * @param queryRank width that queries are compressed to; 0 if they are not, as in
   *     DeepSeek-V2-Lite
   * @param keyValueRank width that keys and values are compressed to
   * @param positionSize width of the part with the position
   * @param valueSize width of a value of a head
   */
  public record Latent(int queryRank, int keyValueRank, int positionSize, int valueSize) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if the rank of queries is below 0, or another below 1
     */
    public Latent {
      if (queryRank < 0 || Math.min(Math.min(keyValueRank, positionSize), valueSize) < 1) {
        throw new IllegalArgumentException(
            "latent attention of ranks %d and %d, position %d, value %d"
                .formatted(queryRank, keyValueRank, positionSize, valueSize));
      }
    }
  }

  /**
   * Checks the arguments.
   *
   * @throws IllegalArgumentException if one is below 1, or the heads of keys do not divide those of
   *     queries
   */
  public Attention {
    if (Math.min(Math.min(heads, keyValueHeads), headSize) < 1 || heads % keyValueHeads != 0) {
      throw new IllegalArgumentException(
          "%d heads of %d with %d of keys and values".formatted(heads, headSize, keyValueHeads));
    }
  }

  /** Width of all queries together, a d, with the part that carries the position. */
  long queryWidth() {
    return (long) heads * (headSize + (latent == null ? 0 : latent.positionSize()));
  }

  /** Width of what the core puts out, a d. */
  long valueWidth() {
    return (long) heads * (latent == null ? headSize : latent.valueSize());
  }

  /** Width of keys and values as the core reads them and ring attention passes them on. */
  long keyValueWidth() {
    return latent == null ? 2L * keyValueHeads * headSize : queryWidth() + valueWidth();
  }

  /** Weights of the matrices before the core: h (a + 2 a_kv) d, or those of the narrow layers. */
  long inputWeights(long hidden) {
    if (latent == null) {
      return hidden * (queryWidth() + keyValueWidth());
    }
    long queries =
        latent.queryRank() == 0
            ? hidden * queryWidth()
            : hidden * latent.queryRank() + (long) latent.queryRank() * queryWidth();
    long keysAndValues =
        hidden * (latent.keyValueRank() + latent.positionSize())
            + latent.keyValueRank() * ((long) heads * headSize + valueWidth());
    return queries + keysAndValues;
  }

  /** Weights of the matrix behind the core, a d h. */
  long outputWeights(long hidden) {
    return valueWidth() * hidden;
  }
}
