package weft.scenario.report;

import weft.sim.workload.llm.Attention;
import weft.sim.workload.llm.TransformerModel;

/** A model, as an item of a line. */
final class ModelItem {

  private ModelItem() {}

  /** Its name and size, and the width of its heads where that does not follow from the rest. */
  static String text(TransformerModel model) {
    return "%s (%s parameters%s)"
        .formatted(model.name(), Format.large((double) model.parameters()), heads(model));
  }

  private static String heads(TransformerModel model) {
    Attention attention = model.attention();
    boolean follows =
        attention.latent() != null
            || (long) attention.heads() * attention.headSize() == model.hidden();
    return follows
        ? ""
        : ", %s of %s"
            .formatted(Format.count(attention.heads(), "head"), Format.count(attention.headSize()));
  }
}
