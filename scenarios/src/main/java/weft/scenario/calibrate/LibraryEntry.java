package weft.scenario.calibrate;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import weft.sim.collective.cost.LibraryCosts;
import weft.sim.collective.cost.Times;

/** Constants of a library as an entry of a scenario's section {@code catalog}. */
public final class LibraryEntry {

  private LibraryEntry() {}

  /**
   * The section, as YAML: what differs from the entry that it starts from.
   *
   * @param name of the entry
   * @param basedOn the entry to start from
   * @param start its constants
   * @param costs the constants
   */
  public static String yaml(String name, String basedOn, LibraryCosts start, LibraryCosts costs) {
    Map<String, String> before = figures(start);
    StringBuilder text = new StringBuilder();
    text.append("network: { library: ").append(name).append(" }\ncatalog:\n  library:\n    ");
    text.append(name).append(":\n      based-on: ").append(basedOn).append('\n');
    figures(costs)
        .forEach(
            (property, value) -> {
              if (!value.equals(before.get(property))) {
                text.append("      ").append(property).append(": ").append(value).append('\n');
              }
            });
    return text.toString();
  }

  private static Map<String, String> figures(LibraryCosts costs) {
    Map<String, String> figures = new LinkedHashMap<>();
    times("launch", costs.launch(), figures);
    steps("ring", costs.ring(), figures);
    steps("tree", costs.tree(), figures);
    figures.put("network-share-ll", share(costs.networkShareLl()));
    LibraryCosts.Nvls nvls = costs.nvls();
    if (nvls != null) {
      figures.put("nvls-launch", time(nvls.launchPs()));
      figures.put("nvls-network-step", time(nvls.scaleOutPs()));
      figures.put("nvls-share", share(nvls.share()));
      figures.put("nvls-chunk-time-per-gpu", time(nvls.chunkPsPerRank()));
    }
    figures.put("chunk-time", time(costs.chunkPs()));
    figures.put("one-process-launch", time(costs.oneProcessPs()));
    figures.put("blocking-launch", time(costs.blockingPs()));
    return figures;
  }

  private static void steps(String kind, LibraryCosts.Steps steps, Map<String, String> figures) {
    times(kind + "-step", steps.scaleUp(), figures);
    times(kind + "-network-step", steps.scaleOut(), figures);
    figures.put(kind + "-share-ll", share(steps.shares().ll()));
    figures.put(kind + "-share-ll128", share(steps.shares().ll128()));
    figures.put(kind + "-share-simple", share(steps.shares().simple()));
  }

  private static void times(String what, Times times, Map<String, String> figures) {
    figures.put(what + "-ll", time(times.llPs()));
    figures.put(what + "-ll128", time(times.ll128Ps()));
    figures.put(what + "-simple", time(times.simplePs()));
  }

  private static String time(long timePs) {
    return new BigDecimal(timePs).movePointLeft(6).stripTrailingZeros().toPlainString() + "us";
  }

  private static String share(double share) {
    return BigDecimal.valueOf(share).stripTrailingZeros().toPlainString();
  }
}
