package weft.sim.workload.llm;

import org.jspecify.annotations.Nullable;

/**
 * The attention block of a transformer layer.
 *
 * @param heads query heads <i>a</i>
 * @param keyValueHeads heads of keys and values: as many as {@code heads} (multi-head), fewer
 *     (grouped-query), or 1 (multi-query)
 * @param headSize width of a head <i>d</i>
 * @param latent how keys and values are compressed; null if they are not
 */
public record Attention(int heads, int keyValueHeads, int headSize, @Nullable Latent latent) {

  /**
   * Multi-head latent attention (DeepSeek-V2, arXiv 2405.04434, section 2.1): queries, and keys
   * with values, pass through narrow layers; a part of each key carries the position and is shared
   * by all heads. The width of a value is {@link #headSize}, that of a query and key {@code
   * headSize + positionSize}.
   *
   * @param queryRank width that queries are compressed to
   * @param keyValueRank width that keys and values are compressed to
   * @param positionSize width of the part with the position
   */
  public record Latent(int queryRank, int keyValueRank, int positionSize) {

    /**
     * Checks the arguments.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public Latent {
      if (Math.min(Math.min(queryRank, keyValueRank), positionSize) < 1) {
        throw new IllegalArgumentException(
            "latent attention of ranks %d and %d, position %d"
                .formatted(queryRank, keyValueRank, positionSize));
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

  /** Width of all queries together, a d, of which {@link #valueWidth} comes out again. */
  long queryWidth() {
    return (long) heads * (headSize + (latent == null ? 0 : latent.positionSize()));
  }

  /** Width of what the core puts out, a d. */
  long valueWidth() {
    return (long) heads * headSize;
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
    long queries = hidden * latent.queryRank() + (long) latent.queryRank() * queryWidth();
    long keysAndValues =
        hidden * (latent.keyValueRank() + latent.positionSize())
            + 2L * latent.keyValueRank() * valueWidth();
    return queries + keysAndValues;
  }

  /** Weights of the matrix behind the core, a d h. */
  long outputWeights(long hidden) {
    return valueWidth() * hidden;
  }
}
