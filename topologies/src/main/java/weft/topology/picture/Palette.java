package weft.topology.picture;

import java.util.List;
import java.util.Locale;
import weft.topology.graph.CableTier;
import weft.topology.graph.DeviceKind;

/**
 * Colours for bright and for dark surroundings. The cables' are those of Okabe and Ito ("Color
 * Universal Design", 2008), which people with any kind of colour vision can tell apart.
 */
final class Palette {

  private static final List<String> CABLES =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9");

  private final List<CableTier> tiers;

  Palette(List<CableTier> tiers) {
    this.tiers = tiers;
  }

  /** The style sheet. */
  String css() {
    StringBuilder css = new StringBuilder();
    css.append(
        """
        text{font-family:Helvetica,Arial,'DejaVu Sans',sans-serif;font-size:11px;fill:#1f2937}
        .title{font-size:18px;font-weight:bold}.small{font-size:9px}.cables,.note,.sub{fill:#4b5563}
        .times{font-size:15px;font-weight:bold}.paper{fill:#ffffff}.plate{fill:#ffffff;fill-opacity:.8}
        .part{fill:#64748b;fill-opacity:.05;stroke:#94a3b8}.stack{fill:#ffffff;stroke:#94a3b8}
        .box{stroke-width:1}.link{fill:none;stroke-width:1;stroke-opacity:.45}.many{stroke-opacity:.2}.key{stroke-width:3}
        .k-core,.k-border{fill:#fde68a;stroke:#b45309}.k-spine{fill:#fed7aa;stroke:#c2410c}
        .k-leaf,.k-switch{fill:#bae6fd;stroke:#0369a1}.k-nic{fill:#ddd6fe;stroke:#6d28d9}
        .k-nvswitch,.k-pcie-switch,.k-cpu{fill:#e5e7eb;stroke:#4b5563}
        .k-gpu{fill:#bbf7d0;stroke:#15803d}
        @media (prefers-color-scheme:dark){text{fill:#e5e7eb}.cables,.note,.sub{fill:#9ca3af}
        .paper,.stack,.plate{fill:#111827}.part{stroke:#6b7280}.link{stroke-opacity:.7}.many{stroke-opacity:.35}
        .k-core,.k-border{fill:#78350f}.k-spine{fill:#7c2d12}.k-leaf,.k-switch{fill:#0c4a6e}
        .k-nic{fill:#4c1d95}.k-nvswitch,.k-pcie-switch,.k-cpu{fill:#374151}.k-gpu{fill:#14532d}}
        """);
    for (int i = 0; i < tiers.size(); i++) {
      css.append(".t").append(i).append("{stroke:").append(CABLES.get(i % CABLES.size()));
      css.append(i < CABLES.size() ? "}" : ";stroke-dasharray:4 2}");
    }
    return css.append('\n').toString();
  }

  /** The class of a box. */
  static String box(DeviceKind kind) {
    return "box k-" + kind.role().toLowerCase(Locale.ROOT);
  }

  /** The class of a cable's line. */
  String link(CableTier tier) {
    return "link " + stroke(tier);
  }

  /** The class of its colour alone. */
  String stroke(CableTier tier) {
    return "t" + tiers.indexOf(tier);
  }
}
