package weft.topology.compile;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import org.junit.jupiter.api.Test;
import weft.sim.fabric.Fabric;
import weft.topology.build.SuperPod;
import weft.topology.hardware.HardwareCatalog;

/** A compiled fabric takes at most 64 bytes a directed link, all its primitive arrays included. */
final class FabricSizeTest {

  @Test
  void atMost64BytesALink() throws IllegalAccessException {
    Fabric fabric =
        FabricCompiler.compile(
            new SuperPod(HardwareCatalog.standard().node("dgx-h100"), 4).build());
    long bytes = 0;
    for (Field field : Fabric.class.getDeclaredFields()) {
      Class<?> element = field.getType().getComponentType();
      if (!Modifier.isStatic(field.getModifiers()) && element != null && element.isPrimitive()) {
        field.setAccessible(true);
        bytes += (long) Array.getLength(field.get(fabric)) * (element == long.class ? 8 : 4);
      }
    }
    assertThat(bytes / (double) fabric.linkCount()).isBetween(36.0, 64.0);
  }
}
